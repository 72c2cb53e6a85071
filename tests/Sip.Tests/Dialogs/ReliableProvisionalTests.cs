using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using static Tandem.Sip.Dialogs.ReliableProvisional;

namespace Tandem.Sip.Tests.Dialogs;

/// <summary>RFC 3262 §3: the side that answers.</summary>
public class ReliableProvisionalTests
{
    private const long Start = 1_800_000_000_000;

    private readonly ReliableProvisional _answers = new(8, 4711, TransactionTimers.Default);

    [Fact]
    public void An_answer_without_PRACK_is_sent_again_after_T1_and_then_at_twice_the_time_without_a_limit()
    {
        Assert.Equal(4711u, _answers.Begin(Start));
        var times = new List<long>();
        for (var now = _answers.NextTimer; now < Start + 32_000; now = _answers.NextTimer)
        {
            Assert.Equal(Output.None, _answers.OnTimer(now - 1));
            Assert.Equal(Output.SendAgain, _answers.OnTimer(now));
            times.Add(now - Start);
        }
        Assert.Equal([500, 1500, 3500, 7500, 15_500, 31_500], times);
        Assert.Equal(Output.None, _answers.OnTimer(Start + 31_999));
        Assert.Equal(Output.GiveUp, _answers.OnTimer(Start + 32_000));
        Assert.Equal(long.MaxValue, _answers.NextTimer);
    }

    [Fact]
    public void Each_answer_waits_for_the_PRACK_of_the_one_before_and_has_the_next_number()
    {
        _answers.Begin(Start);
        Assert.Throws<InvalidOperationException>(() => _answers.Begin(Start));
        Assert.True(_answers.OnPrack(new RAck(4711, 8, SipMethod.Invite)));
        Assert.False(_answers.IsWaiting);
        Assert.Equal(4712u, _answers.Begin(Start + 1000));
        Assert.Equal(Start + 1500, _answers.NextTimer);
    }

    [Theory]
    [InlineData(4712, 8, SipMethod.Invite)]
    [InlineData(4710, 8, SipMethod.Invite)]
    [InlineData(4711, 9, SipMethod.Invite)]
    [InlineData(4711, 8, SipMethod.Update)]
    public void A_PRACK_for_something_else_is_refused_and_the_answer_goes_on_waiting(uint response, uint sequence, SipMethod method)
    {
        _answers.Begin(Start);
        Assert.False(_answers.OnPrack(new RAck(response, sequence, method)));
        Assert.True(_answers.IsWaiting);
    }

    [Fact]
    public void A_second_PRACK_for_the_same_answer_is_refused()
    {
        _answers.Begin(Start);
        Assert.True(_answers.OnPrack(new RAck(4711, 8, SipMethod.Invite)));
        Assert.False(_answers.OnPrack(new RAck(4711, 8, SipMethod.Invite)));
    }

    [Fact]
    public void A_final_answer_stops_it()
    {
        _answers.Begin(Start);
        _answers.Stop();
        Assert.Equal(Output.None, _answers.OnTimer(Start + 500));
        Assert.False(_answers.OnPrack(new RAck(4711, 8, SipMethod.Invite)));
    }
}
