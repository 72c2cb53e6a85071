using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using static Tandem.Sip.Dialogs.ReliableReception;

namespace Tandem.Sip.Tests.Dialogs;

/// <summary>RFC 3262 §4: the side that called.</summary>
public class ReliableReceptionTests
{
    private readonly ReliableReception _reception = new();

    [Fact]
    public void A_reliable_answer_is_acknowledged_with_its_numbers()
    {
        Assert.Equal(Verdict.Acknowledge, _reception.Take(Reliable(100, sequence: 102), out var rack));
        Assert.Equal(new RAck(100, 102, SipMethod.Invite), rack);
    }

    [Fact]
    public void Answers_are_taken_in_order_and_once()
    {
        Assert.Equal([Verdict.Acknowledge, Verdict.Drop, Verdict.Drop, Verdict.Acknowledge, Verdict.Acknowledge, Verdict.Drop],
            new uint[] { 100, 100, 102, 101, 102, 101 }.Select(number => _reception.Take(Reliable(number), out _)));
    }

    [Fact]
    public void Each_fork_counts_for_itself()
    {
        Assert.Equal(Verdict.Acknowledge, _reception.Take(Reliable(100), out _));
        Assert.Equal(Verdict.Acknowledge, _reception.Take(Reliable(7, toTag: "fork"), out _));
        Assert.Equal(Verdict.Drop, _reception.Take(Reliable(100), out _));
        Assert.Equal(Verdict.Acknowledge, _reception.Take(Reliable(8, toTag: "fork"), out _));
        Assert.Equal(Verdict.Acknowledge, _reception.Take(Reliable(101), out _));
    }

    [Fact]
    public void The_next_INVITE_counts_anew()
    {
        Assert.Equal(Verdict.Acknowledge, _reception.Take(Reliable(100), out _));
        Assert.Equal(Verdict.Acknowledge, _reception.Take(Reliable(1, sequence: 2), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("RSeq: 5")]
    [InlineData("Require: 100rel")]
    [InlineData("Require: 100rel\nRSeq: 0")]
    [InlineData("Require: 100rel\nRSeq: x")]
    [InlineData("Supported: 100rel\nRSeq: 5")]
    public void Without_Require_and_a_number_an_answer_is_not_reliable(string headers) =>
        Assert.Equal(Verdict.Unreliable, _reception.Take(DialogMessages.Response(180, headers), out _));

    private static SipMessage Reliable(uint number, uint sequence = 1, string toTag = "far") =>
        DialogMessages.Response(183, $"Require: timer, 100Rel\nRSeq: {number}", sequence, toTag);
}
