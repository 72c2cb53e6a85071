using Tandem.Sip.Flows;
using Tandem.Sip.Transactions;
using static Tandem.Sip.Transactions.NonInviteClientTransaction;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>Every state × every input of RFC 3261 figure 6, and the times of one transaction.</summary>
public class NonInviteClientTransactionTests
{
    private const long Start = 1_800_000_000_000;

    public static TheoryData<State, Input, State, Output> Figure6() => new()
    {
        { State.Trying, Input.TimerE, State.Trying, Output.Send },
        { State.Trying, Input.TimerF, State.Terminated, Output.Timeout | Output.Terminated },
        { State.Trying, Input.TimerK, State.Trying, Output.None },
        { State.Trying, Input.Provisional, State.Proceeding, Output.PassToUser },
        { State.Trying, Input.Final, State.Completed, Output.PassToUser },
        { State.Trying, Input.TransportError, State.Terminated, Output.TransportFailed | Output.Terminated },
        { State.Proceeding, Input.TimerE, State.Proceeding, Output.Send },
        { State.Proceeding, Input.TimerF, State.Terminated, Output.Timeout | Output.Terminated },
        { State.Proceeding, Input.TimerK, State.Proceeding, Output.None },
        { State.Proceeding, Input.Provisional, State.Proceeding, Output.PassToUser },
        { State.Proceeding, Input.Final, State.Completed, Output.PassToUser },
        { State.Proceeding, Input.TransportError, State.Terminated, Output.TransportFailed | Output.Terminated },
        { State.Completed, Input.TimerE, State.Completed, Output.None },
        { State.Completed, Input.TimerF, State.Completed, Output.None },
        { State.Completed, Input.TimerK, State.Terminated, Output.Terminated },
        { State.Completed, Input.Provisional, State.Completed, Output.None },
        { State.Completed, Input.Final, State.Completed, Output.None },
        { State.Completed, Input.TransportError, State.Completed, Output.None },
        { State.Terminated, Input.TimerE, State.Terminated, Output.None },
        { State.Terminated, Input.TimerF, State.Terminated, Output.None },
        { State.Terminated, Input.TimerK, State.Terminated, Output.None },
        { State.Terminated, Input.Provisional, State.Terminated, Output.None },
        { State.Terminated, Input.Final, State.Terminated, Output.None },
        { State.Terminated, Input.TransportError, State.Terminated, Output.None },
    };

    [Theory]
    [MemberData(nameof(Figure6))]
    public void A_step_is_the_one_of_figure_6(State state, Input input, State next, Output output) =>
        Assert.Equal((next, output), Step(state, input));

    [Fact]
    public void The_table_has_every_state_with_every_input()
    {
        var rows = Figure6().Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet();
        Assert.Equal(Enum.GetValues<State>().Length * Enum.GetValues<Input>().Length, rows.Count);
    }

    [Fact]
    public void An_unanswered_request_over_UDP_is_sent_eleven_times_in_32_seconds_and_then_given_up()
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal(
            [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500], SendTimes(ref transaction, 32_000 - 1));
        Assert.Equal(Start + 32_000, transaction.NextTimer);
        Assert.Equal(Output.None, transaction.OnTimer(Start + 32_000 - 1));
        Assert.Equal(Output.Timeout | Output.Terminated, transaction.OnTimer(Start + 32_000));
        Assert.True(transaction.IsTerminated);
        Assert.Equal(long.MaxValue, transaction.NextTimer);
    }

    [Fact]
    public void Waits_of_an_operators_choice_take_the_place_of_timer_E_and_after_the_last_nothing_is_sent()
    {
        var timers = TransactionTimers.Default with { Resend = [200, 1_000, 5_000] };
        var transaction = NonInviteClientTransaction.Start(Start, timers, SipTransport.Udp, out _);
        Assert.Equal([200, 1_200, 6_200], SendTimes(ref transaction, 32_000 - 1));
        Assert.Equal(Output.Timeout | Output.Terminated, transaction.OnTimer(Start + 32_000));
    }

    [Fact]
    public void A_request_over_TCP_is_sent_once_and_given_up_after_32_seconds()
    {
        var transaction = Begin(SipTransport.Tcp);
        Assert.Empty(SendTimes(ref transaction, 32_000 - 1));
        Assert.Equal(Output.Timeout | Output.Terminated, transaction.OnTimer(Start + 32_000));
    }

    [Fact]
    public void Timer_E_fires_at_its_tick_and_not_before()
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal(Output.None, transaction.OnTimer(Start + 499));
        Assert.Equal(Output.Send, transaction.OnTimer(Start + 500));
        Assert.Equal(Output.None, transaction.OnTimer(Start + 500));
    }

    [Fact]
    public void After_a_provisional_answer_the_request_is_sent_every_4_seconds()
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal(Output.PassToUser, transaction.OnResponse(100, Start + 100));
        Assert.Equal([500, 4500, 8500, 12_500], SendTimes(ref transaction, 13_000));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(699)]
    public void Over_UDP_answers_that_come_again_are_absorbed_for_5_seconds(int status)
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal(Output.PassToUser, transaction.OnResponse(status, Start + 100));
        Assert.Equal(Output.None, transaction.OnResponse(status, Start + 200));
        Assert.Equal(Start + 5100, transaction.NextTimer);
        Assert.Equal(Output.None, transaction.OnTimer(Start + 5099));
        Assert.False(transaction.IsTerminated);
        Assert.Equal(Output.Terminated, transaction.OnTimer(Start + 5100));
        Assert.True(transaction.IsTerminated);
    }

    [Fact]
    public void Over_TCP_the_final_answer_ends_the_transaction()
    {
        var transaction = Begin(SipTransport.Tcp);
        Assert.Equal(Output.PassToUser | Output.Terminated, transaction.OnResponse(200, Start + 100));
        Assert.True(transaction.IsTerminated);
    }

    [Fact]
    public void A_transport_error_ends_the_transaction()
    {
        var transaction = Begin(SipTransport.Udp);
        Assert.Equal(Output.TransportFailed | Output.Terminated, transaction.OnTransportError(Start + 1));
        Assert.Equal(Output.None, transaction.OnResponse(200, Start + 2));
    }

    private static NonInviteClientTransaction Begin(SipTransport transport)
    {
        var transaction = NonInviteClientTransaction.Start(Start, TransactionTimers.Default, transport, out var output);
        Assert.Equal(Output.Send, output);
        return transaction;
    }

    private static List<long> SendTimes(ref NonInviteClientTransaction transaction, int until)
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
