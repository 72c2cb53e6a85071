using Tandem.Sip.Flows;
using Tandem.Sip.Transactions;
using static Tandem.Sip.Transactions.InviteServerTransaction;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>Every state × every input of RFC 6026 figure 7, and the times of one transaction.</summary>
public class InviteServerTransactionTests
{
    private const long Start = 1_800_000_000_000;

    public static TheoryData<State, Input, State, Output> Figure7() => new()
    {
        { State.Proceeding, Input.Invite, State.Proceeding, Output.Resend },
        { State.Proceeding, Input.Ack, State.Proceeding, Output.None },
        { State.Proceeding, Input.Provisional, State.Proceeding, Output.Send },
        { State.Proceeding, Input.Success, State.Accepted, Output.Send },
        { State.Proceeding, Input.Failure, State.Completed, Output.Send },
        { State.Proceeding, Input.TimerG, State.Proceeding, Output.None },
        { State.Proceeding, Input.TimerH, State.Proceeding, Output.None },
        { State.Proceeding, Input.TimerI, State.Proceeding, Output.None },
        { State.Proceeding, Input.TimerL, State.Proceeding, Output.None },
        { State.Accepted, Input.Invite, State.Accepted, Output.None },
        { State.Accepted, Input.Ack, State.Accepted, Output.PassToUser },
        { State.Accepted, Input.Provisional, State.Accepted, Output.None },
        { State.Accepted, Input.Success, State.Accepted, Output.Send },
        { State.Accepted, Input.Failure, State.Accepted, Output.None },
        { State.Accepted, Input.TimerG, State.Accepted, Output.None },
        { State.Accepted, Input.TimerH, State.Accepted, Output.None },
        { State.Accepted, Input.TimerI, State.Accepted, Output.None },
        { State.Accepted, Input.TimerL, State.Terminated, Output.Terminated },
        { State.Completed, Input.Invite, State.Completed, Output.Resend },
        { State.Completed, Input.Ack, State.Confirmed, Output.None },
        { State.Completed, Input.Provisional, State.Completed, Output.None },
        { State.Completed, Input.Success, State.Completed, Output.None },
        { State.Completed, Input.Failure, State.Completed, Output.None },
        { State.Completed, Input.TimerG, State.Completed, Output.Resend },
        { State.Completed, Input.TimerH, State.Terminated, Output.Terminated },
        { State.Completed, Input.TimerI, State.Completed, Output.None },
        { State.Completed, Input.TimerL, State.Completed, Output.None },
        { State.Confirmed, Input.Invite, State.Confirmed, Output.None },
        { State.Confirmed, Input.Ack, State.Confirmed, Output.None },
        { State.Confirmed, Input.Provisional, State.Confirmed, Output.None },
        { State.Confirmed, Input.Success, State.Confirmed, Output.None },
        { State.Confirmed, Input.Failure, State.Confirmed, Output.None },
        { State.Confirmed, Input.TimerG, State.Confirmed, Output.None },
        { State.Confirmed, Input.TimerH, State.Confirmed, Output.None },
        { State.Confirmed, Input.TimerI, State.Terminated, Output.Terminated },
        { State.Confirmed, Input.TimerL, State.Confirmed, Output.None },
        { State.Terminated, Input.Invite, State.Terminated, Output.None },
        { State.Terminated, Input.Ack, State.Terminated, Output.None },
        { State.Terminated, Input.Provisional, State.Terminated, Output.None },
        { State.Terminated, Input.Success, State.Terminated, Output.None },
        { State.Terminated, Input.Failure, State.Terminated, Output.None },
        { State.Terminated, Input.TimerG, State.Terminated, Output.None },
        { State.Terminated, Input.TimerH, State.Terminated, Output.None },
        { State.Terminated, Input.TimerI, State.Terminated, Output.None },
        { State.Terminated, Input.TimerL, State.Terminated, Output.None },
    };

    [Theory]
    [MemberData(nameof(Figure7))]
    public void A_step_is_the_one_of_figure_7(State state, Input input, State next, Output output) =>
        Assert.Equal((next, output), Step(state, input));

    [Fact]
    public void The_table_has_every_state_with_every_input()
    {
        var rows = Figure7().Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet();
        Assert.Equal(Enum.GetValues<State>().Length * Enum.GetValues<Input>().Length, rows.Count);
    }

    [Fact]
    public void An_INVITE_waits_for_its_user_without_a_timer()
    {
        var transaction = Begin(SipTransport.Udp);
        transaction.OnAnswer(180, Start + 1000);
        Assert.Equal(long.MaxValue, transaction.NextTimer);
    }

    [Fact]
    public void A_refusal_over_UDP_is_repeated_for_32_seconds_and_then_forgotten()
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal(Output.Send, transaction.OnAnswer(486, Start));
        Assert.Equal(
            [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500], ResendTimes(ref transaction, 32_000 - 1));
        Assert.Equal(Output.None, transaction.OnTimer(Start + 32_000 - 1));
        Assert.Equal(Output.Terminated, transaction.OnTimer(Start + 32_000));
        Assert.Equal(long.MaxValue, transaction.NextTimer);
    }

    [Fact]
    public void Timer_G_fires_at_its_tick_and_not_before()
    {
        var transaction = Begin(SipTransport.Udp);
        transaction.OnAnswer(486, Start);
        Assert.Equal(Output.None, transaction.OnTimer(Start + 499));
        Assert.Equal(Output.Resend, transaction.OnTimer(Start + 500));
        Assert.Equal(Output.None, transaction.OnTimer(Start + 500));
    }

    [Fact]
    public void A_refusal_over_TCP_is_sent_once_and_its_ACK_ends_the_transaction()
    {
        var transaction = Begin(SipTransport.Tcp);
        transaction.OnAnswer(486, Start);
        Assert.Empty(ResendTimes(ref transaction, 32_000 - 1));
        Assert.Equal(Start + 32_000, transaction.NextTimer);
        Assert.Equal(Output.Terminated, transaction.OnAck(Start + 50));
    }

    [Fact]
    public void After_the_ACK_of_a_refusal_over_UDP_further_ones_are_absorbed_for_5_seconds()
    {
        var transaction = Begin(SipTransport.Udp);
        transaction.OnAnswer(486, Start);
        Assert.Equal(Output.None, transaction.OnAck(Start + 100));
        Assert.Equal(Output.None, transaction.OnAck(Start + 200));
        Assert.Equal(Output.None, transaction.OnTimer(Start + 5099));
        Assert.Equal(Output.Terminated, transaction.OnTimer(Start + 5100));
    }

    [Theory]
    [InlineData(SipTransport.Udp)]
    [InlineData(SipTransport.Tls)]
    public void After_a_2xx_the_transaction_stays_for_32_seconds_and_repeats_nothing_itself(SipTransport transport)
    {
        var transaction = Begin(transport);
        Assert.Equal(Output.Send, transaction.OnAnswer(200, Start));
        Assert.Equal(Output.None, transaction.OnInvite(Start + 500));
        Assert.Equal(Start + 32_000, transaction.NextTimer);
        Assert.Equal(Output.None, transaction.OnTimer(Start + 31_999));
        Assert.Equal(Output.Terminated, transaction.OnTimer(Start + 32_000));
    }

    private static InviteServerTransaction Begin(SipTransport transport) => new(TransactionTimers.Default, transport);

    private static List<long> ResendTimes(ref InviteServerTransaction transaction, int until)
    {
        var times = new List<long>();
        for (var now = transaction.NextTimer; now <= Start + until; now = transaction.NextTimer)
        {
            Assert.Equal(Output.Resend, transaction.OnTimer(now));
            times.Add(now - Start);
        }
        return times;
    }
}
