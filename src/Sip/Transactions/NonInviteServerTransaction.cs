namespace Tandem.Sip.Transactions;

/// <summary>
/// The rule of the non-INVITE server transaction: RFC 3261 §17.2.2, figure 8. It holds nothing itself; what keeps the
/// answers and the time asks it at every event. "User" is the transaction user (TU) of the RFC.
/// </summary>
public static class NonInviteServerTransaction
{
    /// <summary>The states of figure 8. A request that no transaction knows begins one in Trying.</summary>
    public enum State : byte
    {
        /// <summary>The request is with the user, who has not answered.</summary>
        Trying,
        /// <summary>A provisional answer was sent.</summary>
        Proceeding,
        /// <summary>The final answer was sent.</summary>
        Completed,
        /// <summary>The transaction is no more.</summary>
        Terminated,
    }

    /// <summary>What can happen to the transaction.</summary>
    public enum Input : byte
    {
        /// <summary>The request came in again.</summary>
        Request,
        /// <summary>The user answers with 1xx.</summary>
        Provisional,
        /// <summary>The user answers with 200–699.</summary>
        Final,
        /// <summary>Timer J fired.</summary>
        TimerJ,
        /// <summary>An answer could not be sent.</summary>
        TransportError,
    }

    /// <summary>What is to be done.</summary>
    [Flags]
    public enum Output : byte
    {
        /// <summary>Nothing.</summary>
        None = 0,
        /// <summary>Send the user's answer and keep it.</summary>
        Send = 1,
        /// <summary>Send the answer kept last once more.</summary>
        Resend = 2,
        /// <summary>Start timer J; it fires at once on a reliable transport.</summary>
        StartTimerJ = 4,
        /// <summary>Tell the user that the transport failed.</summary>
        TransportFailed = 8,
        /// <summary>Forget the transaction.</summary>
        Forget = 16,
    }

    /// <summary>Takes one step. An input that a state does not know changes nothing.</summary>
    public static (State State, Output Output) Step(State state, Input input) => state switch
    {
        State.Trying => Trying(input),
        State.Proceeding => Proceeding(input),
        State.Completed => Completed(input),
        _ => (State.Terminated, Output.None),
    };

    private static (State, Output) Trying(Input input) => input switch
    {
        Input.Request => (State.Trying, Output.None), // §17.2.2: "any further request retransmissions … discarded"
        Input.Provisional => (State.Proceeding, Output.Send), // §17.2.2
        Input.Final => (State.Completed, Output.Send | Output.StartTimerJ), // §17.2.2
        _ => (State.Trying, Output.None),
    };

    private static (State, Output) Proceeding(Input input) => input switch
    {
        Input.Request => (State.Proceeding, Output.Resend), // §17.2.2: the most recently sent provisional answer
        Input.Provisional => (State.Proceeding, Output.Send), // §17.2.2
        Input.Final => (State.Completed, Output.Send | Output.StartTimerJ), // §17.2.2
        Input.TransportError => (State.Terminated, Output.TransportFailed | Output.Forget), // §17.2.4
        _ => (State.Proceeding, Output.None),
    };

    private static (State, Output) Completed(Input input) => input switch
    {
        Input.Request => (State.Completed, Output.Resend), // §17.2.2: the final answer
        Input.Final => (State.Completed, Output.None), // §17.2.2: any other final answer is discarded
        Input.TimerJ => (State.Terminated, Output.Forget), // §17.2.2
        Input.TransportError => (State.Terminated, Output.TransportFailed | Output.Forget), // §17.2.4
        _ => (State.Completed, Output.None),
    };
}
