using Tandem.Sip.Dialogs;
using Tandem.Sip.Transactions;
using static Tandem.Sip.Dialogs.AnswerRetransmission;

namespace Tandem.Sip.Tests.Dialogs;

/// <summary>RFC 3261 §13.3.1.4.</summary>
public class AnswerRetransmissionTests
{
    private const long Start = 1_800_000_000_000;

    private readonly AnswerRetransmission _answer = new(8, Start, TransactionTimers.Default);

    [Fact]
    public void A_2xx_without_ACK_is_sent_again_after_T1_then_at_twice_the_time_up_to_T2()
    {
        var times = new List<long>();
        for (var now = _answer.NextTimer; now < Start + 32_000; now = _answer.NextTimer)
        {
            Assert.Equal(Output.None, _answer.OnTimer(now - 1));
            Assert.Equal(Output.SendAgain, _answer.OnTimer(now));
            times.Add(now - Start);
        }
        Assert.Equal([500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500], times);
    }

    [Fact]
    public void After_32_seconds_the_ACK_is_given_up()
    {
        Assert.Equal(Output.SendAgain, _answer.OnTimer(Start + 31_999));
        Assert.Equal(Output.GiveUp, _answer.OnTimer(Start + 32_000));
        Assert.False(_answer.IsWaiting);
        Assert.Equal(long.MaxValue, _answer.NextTimer);
        Assert.Equal(Output.None, _answer.OnTimer(Start + 32_001));
    }

    [Fact]
    public void The_first_ACK_with_the_number_of_the_INVITE_ends_it()
    {
        Assert.False(_answer.OnAck(7));
        Assert.True(_answer.IsWaiting);
        Assert.True(_answer.OnAck(8));
        Assert.False(_answer.OnAck(8));
        Assert.Equal(long.MaxValue, _answer.NextTimer);
        Assert.Equal(Output.None, _answer.OnTimer(Start + 500));
    }

    [Fact]
    public void A_BYE_before_the_ACK_stops_it()
    {
        _answer.Stop();
        Assert.Equal(Output.None, _answer.OnTimer(Start + 32_000));
        Assert.False(_answer.OnAck(8));
    }
}
