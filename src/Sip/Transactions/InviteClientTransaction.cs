using Tandem.Sip.Flows;

namespace Tandem.Sip.Transactions;

/// <summary>
/// The INVITE client transaction: RFC 3261 §17.1.1 with the state Accepted of RFC 6026 §7.2, figure 5 there.
/// <see cref="Step"/> is the figure; an instance adds the times of one transaction. It sends nothing itself: each method says
/// what its owner is to do, and <see cref="NextTimer"/> when to call <see cref="OnTimer"/>. "User" is the transaction user
/// (TU) of the RFC; it bounds the time in Proceeding.
/// </summary>
public struct InviteClientTransaction
{
    private const long Never = long.MaxValue;

    private readonly TransactionTimers _timers;
    private readonly SipTransport _transport;
    private State _state;
    private int _intervalA;
    private long _dueA;
    private long _dueEnd;

    /// <summary>The states of the figure.</summary>
    public enum State : byte
    {
        /// <summary>The INVITE was sent, nothing came back.</summary>
        Calling,
        /// <summary>A provisional answer came.</summary>
        Proceeding,
        /// <summary>A refusal came; each further one is acknowledged.</summary>
        Completed,
        /// <summary>A 2xx came; further ones go to the user (RFC 6026).</summary>
        Accepted,
        /// <summary>The transaction is no more.</summary>
        Terminated,
    }

    /// <summary>What can happen to the transaction.</summary>
    public enum Input : byte
    {
        /// <summary>It is time to send the INVITE again.</summary>
        TimerA,
        /// <summary>It is time to give up.</summary>
        TimerB,
        /// <summary>No more refusals are to be expected.</summary>
        TimerD,
        /// <summary>No more 2xx answers are to be expected.</summary>
        TimerM,
        /// <summary>An answer 1xx.</summary>
        Provisional,
        /// <summary>An answer 2xx.</summary>
        Success,
        /// <summary>An answer 300–699.</summary>
        Failure,
        /// <summary>INVITE or ACK could not be sent.</summary>
        TransportError,
        /// <summary>No final answer came after the CANCEL (§9.1).</summary>
        CancelTimeout,
    }

    /// <summary>What is to be done.</summary>
    [Flags]
    public enum Output : byte
    {
        /// <summary>Nothing.</summary>
        None = 0,
        /// <summary>Send the INVITE, for the first time or again.</summary>
        Send = 1,
        /// <summary>Send the ACK of a refusal (§17.1.1.3).</summary>
        SendAck = 2,
        /// <summary>Hand the answer to the user.</summary>
        PassToUser = 4,
        /// <summary>Tell the user that no answer came (it counts as 408, §8.1.3.1).</summary>
        Timeout = 8,
        /// <summary>Tell the user that the transport failed (it counts as 503, §8.1.3.1).</summary>
        TransportFailed = 16,
        /// <summary>Forget the transaction.</summary>
        Terminated = 32,
    }

    /// <summary>Begins the transaction and asks for the INVITE to be sent (§17.1.1.2).</summary>
    /// <param name="now">The time in ms since the Unix epoch.</param>
    /// <param name="timers">The timers' values.</param>
    /// <param name="transport">How the INVITE travels: timer A runs over UDP only.</param>
    /// <param name="output">What is to be done: Send.</param>
    public static InviteClientTransaction Start(long now, in TransactionTimers timers, SipTransport transport, out Output output)
    {
        output = Output.Send;
        return new InviteClientTransaction(now, timers, transport);
    }

    private InviteClientTransaction(long now, in TransactionTimers timers, SipTransport transport)
    {
        _timers = timers;
        _transport = transport;
        _intervalA = timers.FirstA;
        _dueA = transport.IsReliable() ? Never : now + _intervalA;
        _dueEnd = now + timers.B;
    }

    /// <summary>Where the transaction stands.</summary>
    public readonly State Current => _state;

    /// <summary>When <see cref="OnTimer"/> is to be called, in ms since the Unix epoch; long.MaxValue for never.</summary>
    public readonly long NextTimer => Math.Min(_dueA, _dueEnd);

    /// <summary>Takes the status of an answer that matches the transaction (§17.1.3).</summary>
    public Output OnResponse(int status, long now) =>
        On(status < 200 ? Input.Provisional : status < 300 ? Input.Success : Input.Failure, now);

    /// <summary>Takes the news that INVITE or ACK could not be sent.</summary>
    public Output OnTransportError(long now) => On(Input.TransportError, now);

    /// <summary>Notes that the CANCEL was sent: from now on a final answer is waited for no longer than 64·T1 (§9.1).</summary>
    public void OnCancelSent(long now)
    {
        if (_state == State.Proceeding) _dueEnd = now + _timers.Cancelled;
    }

    /// <summary>Fires what is due; nothing when it is called too early.</summary>
    public Output OnTimer(long now)
    {
        if (now >= _dueEnd) return On(EndOf(_state), now);
        return now >= _dueA ? On(Input.TimerA, now) : Output.None;
    }

    /// <summary>The figure: takes one step. An input that a state does not know changes nothing.</summary>
    public static (State State, Output Output) Step(State state, Input input) => state switch
    {
        State.Calling => Calling(input),
        State.Proceeding => Proceeding(input),
        State.Completed => Completed(input),
        State.Accepted => Accepted(input),
        _ => (State.Terminated, Output.None),
    };

    private static (State, Output) Calling(Input input) => input switch
    {
        Input.TimerA => (State.Calling, Output.Send), // §17.1.1.2
        Input.TimerB => (State.Terminated, Output.Timeout | Output.Terminated), // §17.1.1.2
        Input.TransportError => (State.Terminated, Output.TransportFailed | Output.Terminated), // §17.1.4
        _ => Answered(State.Calling, input),
    };

    // §18.2.2: the peer may open a connection for its answer, so the loss of ours is no error here.
    private static (State, Output) Proceeding(Input input) => input switch
    {
        Input.CancelTimeout => (State.Terminated, Output.Timeout | Output.Terminated), // §9.1
        _ => Answered(State.Proceeding, input),
    };

    private static (State, Output) Answered(State state, Input input) => input switch
    {
        Input.Provisional => (State.Proceeding, Output.PassToUser), // §17.1.1.2
        Input.Success => (State.Accepted, Output.PassToUser), // RFC 6026 §7.2
        Input.Failure => (State.Completed, Output.SendAck | Output.PassToUser), // §17.1.1.2
        _ => (state, Output.None),
    };

    private static (State, Output) Completed(Input input) => input switch
    {
        Input.Failure => (State.Completed, Output.SendAck), // §17.1.1.2
        Input.TimerD => (State.Terminated, Output.Terminated), // §17.1.1.2
        Input.TransportError => (State.Terminated, Output.Terminated), // §17.1.4; the user has its answer already
        _ => (State.Completed, Output.None),
    };

    private static (State, Output) Accepted(Input input) => input switch
    {
        Input.Success => (State.Accepted, Output.PassToUser), // RFC 6026 §7.2
        Input.TimerM => (State.Terminated, Output.Terminated), // RFC 6026 §7.2
        _ => (State.Accepted, Output.None),
    };

    // The timer that ends a state.
    private static Input EndOf(State state) => state switch
    {
        State.Calling => Input.TimerB,
        State.Proceeding => Input.CancelTimeout,
        State.Completed => Input.TimerD,
        _ => Input.TimerM,
    };

    private Output On(Input input, long now)
    {
        var before = _state;
        (_state, var output) = Step(before, input);
        if (_state != before) EnterState(now);
        else if (input == Input.TimerA) SetTimerA(_timers.NextA(_intervalA), now);
        // §17.1.1.2: timer D is zero on a reliable transport, so it fires here.
        return _state == State.Completed && now >= _dueEnd ? output | On(Input.TimerD, now) : output;
    }

    private void EnterState(long now)
    {
        _dueA = Never;
        _dueEnd = _state switch
        {
            State.Completed => now + _timers.D(_transport),
            State.Accepted => now + _timers.M,
            _ => Never,
        };
    }

    private void SetTimerA(int interval, long now) => (_intervalA, _dueA) = (interval, now + interval);
}
