using Tandem.Sip.Flows;
using Tandem.Sip.Transactions;
using static Tandem.Sip.Transactions.InviteClientTransaction;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>Every state × every input of RFC 6026 figure 5, and the times of one transaction.</summary>
public class InviteClientTransactionTests
{
    private const long Start = 1_800_000_000_000;

    private const Output GivenUp = Output.Timeout | Output.Terminated;

    public static TheoryData<State, Input, State, Output> Figure5() => new()
    {
        { State.Calling, Input.TimerA, State.Calling, Output.Send },
        { State.Calling, Input.TimerB, State.Terminated, GivenUp },
        { State.Calling, Input.TimerD, State.Calling, Output.None },
        { State.Calling, Input.TimerM, State.Calling, Output.None },
        { State.Calling, Input.Provisional, State.Proceeding, Output.PassToUser },
        { State.Calling, Input.Success, State.Accepted, Output.PassToUser },
        { State.Calling, Input.Failure, State.Completed, Output.SendAck | Output.PassToUser },
        { State.Calling, Input.TransportError, State.Terminated, Output.TransportFailed | Output.Terminated },
        { State.Calling, Input.CancelTimeout, State.Calling, Output.None },
        { State.Proceeding, Input.TimerA, State.Proceeding, Output.None },
        { State.Proceeding, Input.TimerB, State.Proceeding, Output.None },
        { State.Proceeding, Input.TimerD, State.Proceeding, Output.None },
        { State.Proceeding, Input.TimerM, State.Proceeding, Output.None },
        { State.Proceeding, Input.Provisional, State.Proceeding, Output.PassToUser },
        { State.Proceeding, Input.Success, State.Accepted, Output.PassToUser },
        { State.Proceeding, Input.Failure, State.Completed, Output.SendAck | Output.PassToUser },
        { State.Proceeding, Input.TransportError, State.Proceeding, Output.None },
        { State.Proceeding, Input.CancelTimeout, State.Terminated, GivenUp },
        { State.Completed, Input.TimerA, State.Completed, Output.None },
        { State.Completed, Input.TimerB, State.Completed, Output.None },
        { State.Completed, Input.TimerD, State.Terminated, Output.Terminated },
        { State.Completed, Input.TimerM, State.Completed, Output.None },
        { State.Completed, Input.Provisional, State.Completed, Output.None },
        { State.Completed, Input.Success, State.Completed, Output.None },
        { State.Completed, Input.Failure, State.Completed, Output.SendAck },
        { State.Completed, Input.TransportError, State.Terminated, Output.Terminated },
        { State.Completed, Input.CancelTimeout, State.Completed, Output.None },
        { State.Accepted, Input.TimerA, State.Accepted, Output.None },
        { State.Accepted, Input.TimerB, State.Accepted, Output.None },
        { State.Accepted, Input.TimerD, State.Accepted, Output.None },
        { State.Accepted, Input.TimerM, State.Terminated, Output.Terminated },
        { State.Accepted, Input.Provisional, State.Accepted, Output.None },
        { State.Accepted, Input.Success, State.Accepted, Output.PassToUser },
        { State.Accepted, Input.Failure, State.Accepted, Output.None },
        { State.Accepted, Input.TransportError, State.Accepted, Output.None },
        { State.Accepted, Input.CancelTimeout, State.Accepted, Output.None },
        { State.Terminated, Input.TimerA, State.Terminated, Output.None },
        { State.Terminated, Input.TimerB, State.Terminated, Output.None },
        { State.Terminated, Input.TimerD, State.Terminated, Output.None },
        { State.Terminated, Input.TimerM, State.Terminated, Output.None },
        { State.Terminated, Input.Provisional, State.Terminated, Output.None },
        { State.Terminated, Input.Success, State.Terminated, Output.None },
        { State.Terminated, Input.Failure, State.Terminated, Output.None },
        { State.Terminated, Input.TransportError, State.Terminated, Output.None },
        { State.Terminated, Input.CancelTimeout, State.Terminated, Output.None },
    };

    [Theory]
    [MemberData(nameof(Figure5))]
    public void A_step_is_the_one_of_figure_5(State state, Input input, State next, Output output) =>
        Assert.Equal((next, output), Step(state, input));

    [Fact]
    public void The_table_has_every_state_with_every_input()
    {
        var rows = Figure5().Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet();
        Assert.Equal(Enum.GetValues<State>().Length * Enum.GetValues<Input>().Length, rows.Count);
    }

    [Fact]
    public void An_unanswered_INVITE_over_UDP_is_sent_seven_times_in_32_seconds_and_then_given_up()
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal([500, 1500, 3500, 7500, 15_500, 31_500], SendTimes(ref transaction, 32_000 - 1));
        Assert.Equal(Output.None, transaction.OnTimer(Start + 32_000 - 1));
        Assert.Equal(GivenUp, transaction.OnTimer(Start + 32_000));
        Assert.Equal(long.MaxValue, transaction.NextTimer);
    }

    [Fact]
    public void Waits_of_an_operators_choice_take_the_place_of_timer_A_and_after_the_last_nothing_is_sent()
    {
        var timers = TransactionTimers.Default with { Resend = [200, 1_000, 5_000] };
        var transaction = InviteClientTransaction.Start(Start, timers, SipTransport.Udp, out _);
        Assert.Equal([200, 1_200, 6_200], SendTimes(ref transaction, 32_000 - 1));
        Assert.Equal(GivenUp, transaction.OnTimer(Start + 32_000));
    }

    [Fact]
    public void An_INVITE_over_TCP_is_sent_once_and_given_up_after_32_seconds()
    {
        var transaction = Begin(SipTransport.Tcp);
        Assert.Empty(SendTimes(ref transaction, 32_000 - 1));
        Assert.Equal(GivenUp, transaction.OnTimer(Start + 32_000));
    }

    [Fact]
    public void Timer_A_fires_at_its_tick_and_not_before()
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal(Output.None, transaction.OnTimer(Start + 499));
        Assert.Equal(Output.Send, transaction.OnTimer(Start + 500));
        Assert.Equal(Output.None, transaction.OnTimer(Start + 500));
    }

    [Fact]
    public void After_a_provisional_answer_an_INVITE_may_ring_for_ever()
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal(Output.PassToUser, transaction.OnResponse(180, Start + 100));
        Assert.Equal(long.MaxValue, transaction.NextTimer);
    }

    [Fact]
    public void After_its_CANCEL_an_INVITE_without_a_final_answer_is_given_up_in_32_seconds()
    {
        var transaction = Begin(SipTransport.Udp);
        transaction.OnResponse(180, Start);
        transaction.OnCancelSent(Start + 1000);
        Assert.Equal(Output.PassToUser, transaction.OnResponse(180, Start + 2000));
        Assert.Equal(Output.None, transaction.OnTimer(Start + 32_999));
        Assert.Equal(GivenUp, transaction.OnTimer(Start + 33_000));
    }

    [Fact]
    public void Refusals_that_come_again_over_UDP_are_acknowledged_for_32_seconds()
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal(Output.SendAck | Output.PassToUser, transaction.OnResponse(486, Start));
        Assert.Equal(Output.SendAck, transaction.OnResponse(486, Start + 31_999));
        Assert.Equal(Output.None, transaction.OnTimer(Start + 31_999));
        Assert.Equal(Output.Terminated, transaction.OnTimer(Start + 32_000));
    }

    [Fact]
    public void Timer_D_is_at_least_32_seconds_whatever_T1_is()
    {
        var transaction = InviteClientTransaction.Start(Start, new TransactionTimers(100, 4000, 5000), SipTransport.Udp, out _);
        transaction.OnResponse(486, Start);
        Assert.Equal(Start + 32_000, transaction.NextTimer);
    }

    [Fact]
    public void A_refusal_over_TCP_ends_the_transaction()
    {
        var transaction = Begin(SipTransport.Tcp);
        Assert.Equal(Output.SendAck | Output.PassToUser | Output.Terminated, transaction.OnResponse(486, Start));
    }

    [Theory]
    [InlineData(SipTransport.Udp)]
    [InlineData(SipTransport.Tcp)]
    public void A_2xx_that_comes_again_within_32_seconds_goes_to_the_user(SipTransport transport)
    {
        var transaction = Begin(transport);
        Assert.Equal(Output.PassToUser, transaction.OnResponse(200, Start));
        Assert.Equal(Output.PassToUser, transaction.OnResponse(200, Start + 31_999));
        Assert.Equal(Output.None, transaction.OnTimer(Start + 31_999));
        Assert.Equal(Output.Terminated, transaction.OnTimer(Start + 32_000));
        Assert.Equal(Output.None, transaction.OnResponse(200, Start + 32_000));
    }

    private static InviteClientTransaction Begin(SipTransport transport)
    {
        var transaction = InviteClientTransaction.Start(Start, TransactionTimers.Default, transport, out var output);
        Assert.Equal(Output.Send, output);
        return transaction;
    }

    private static List<long> SendTimes(ref InviteClientTransaction transaction, int until)
    {
        var times = new List<long>();
        for (var now = transaction.NextTimer; now <= Start + until; now = transaction.NextTimer)
        {
            Assert.Equal(Output.Send, transaction.OnTimer(now));
            times.Add(now - Start);
        }
        return times;
    }
}
