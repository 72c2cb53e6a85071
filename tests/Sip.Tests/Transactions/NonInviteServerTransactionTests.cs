using static Tandem.Sip.Transactions.NonInviteServerTransaction;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>Every state × every input of RFC 3261 figure 8.</summary>
public class NonInviteServerTransactionTests
{
    public static TheoryData<State, Input, State, Output> Figure8() => new()
    {
        { State.Trying, Input.Request, State.Trying, Output.None },
        { State.Trying, Input.Provisional, State.Proceeding, Output.Send },
        { State.Trying, Input.Final, State.Completed, Output.Send | Output.StartTimerJ },
        { State.Trying, Input.TimerJ, State.Trying, Output.None },
        { State.Trying, Input.TransportError, State.Trying, Output.None },
        { State.Proceeding, Input.Request, State.Proceeding, Output.Resend },
        { State.Proceeding, Input.Provisional, State.Proceeding, Output.Send },
        { State.Proceeding, Input.Final, State.Completed, Output.Send | Output.StartTimerJ },
        { State.Proceeding, Input.TimerJ, State.Proceeding, Output.None },
        { State.Proceeding, Input.TransportError, State.Terminated, Output.TransportFailed | Output.Forget },
        { State.Completed, Input.Request, State.Completed, Output.Resend },
        { State.Completed, Input.Provisional, State.Completed, Output.None },
        { State.Completed, Input.Final, State.Completed, Output.None },
        { State.Completed, Input.TimerJ, State.Terminated, Output.Forget },
        { State.Completed, Input.TransportError, State.Terminated, Output.TransportFailed | Output.Forget },
        { State.Terminated, Input.Request, State.Terminated, Output.None },
        { State.Terminated, Input.Provisional, State.Terminated, Output.None },
        { State.Terminated, Input.Final, State.Terminated, Output.None },
        { State.Terminated, Input.TimerJ, State.Terminated, Output.None },
        { State.Terminated, Input.TransportError, State.Terminated, Output.None },
    };

    [Theory]
    [MemberData(nameof(Figure8))]
    public void A_step_is_the_one_of_figure_8(State state, Input input, State next, Output output) =>
        Assert.Equal((next, output), Step(state, input));

    [Fact]
    public void The_table_has_every_state_with_every_input()
    {
        var rows = Figure8().Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet();
        Assert.Equal(Enum.GetValues<State>().Length * Enum.GetValues<Input>().Length, rows.Count);
    }
}
