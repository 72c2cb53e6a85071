using Tandem.Sip.Flows;

namespace Tandem.Sip.Transactions;

/// <summary>
/// The INVITE server transaction: RFC 3261 §17.2.1 with the state Accepted of RFC 6026 §7.1, figure 7 there.
/// <see cref="Step"/> is the figure; an instance adds the times of one transaction. It sends nothing itself: each method says
/// what its owner is to do, and <see cref="NextTimer"/> when to call <see cref="OnTimer"/>. "User" is the transaction user
/// (TU) of the RFC; it sends the 100 too, at once.
/// </summary>
/// <remarks>
/// The figure's transport errors change no state, and what they would tell the user its own timers tell it: they are not here.
/// </remarks>
public struct InviteServerTransaction(in TransactionTimers timers, SipTransport transport)
{
    private const long Never = long.MaxValue;

    private readonly TransactionTimers _timers = timers;
    private readonly SipTransport _transport = transport;
    private State _state;
    private int _intervalG;
    private long _dueG = Never;
    private long _dueEnd = Never;

    /// <summary>The states of the figure. An INVITE that no transaction knows begins one in Proceeding.</summary>
    public enum State : byte
    {
        /// <summary>The INVITE is with the user, who has given no final answer.</summary>
        Proceeding,
        /// <summary>A 2xx was sent; the user repeats it until its ACK comes (RFC 6026).</summary>
        Accepted,
        /// <summary>A refusal was sent; it is repeated until its ACK comes.</summary>
        Completed,
        /// <summary>The ACK of the refusal came; further ones are absorbed.</summary>
        Confirmed,
        /// <summary>The transaction is no more.</summary>
        Terminated,
    }

    /// <summary>What can happen to the transaction.</summary>
    public enum Input : byte
    {
        /// <summary>The INVITE came in again.</summary>
        Invite,
        /// <summary>An ACK with the branch of the INVITE came in.</summary>
        Ack,
        /// <summary>The user answers with 1xx.</summary>
        Provisional,
        /// <summary>The user answers with 2xx.</summary>
        Success,
        /// <summary>The user answers with 300–699.</summary>
        Failure,
        /// <summary>It is time to send the refusal again.</summary>
        TimerG,
        /// <summary>No ACK of the refusal came.</summary>
        TimerH,
        /// <summary>No more ACKs are to be expected.</summary>
        TimerI,
        /// <summary>No more INVITEs are to be expected after a 2xx.</summary>
        TimerL,
    }

    /// <summary>What is to be done.</summary>
    [Flags]
    public enum Output : byte
    {
        /// <summary>Nothing.</summary>
        None = 0,
        /// <summary>Send the user's answer and keep it.</summary>
        Send = 1,
        /// <summary>Send the answer kept last once more, if there is one.</summary>
        Resend = 2,
        /// <summary>Hand the ACK to the user.</summary>
        PassToUser = 4,
        /// <summary>Forget the transaction.</summary>
        Terminated = 8,
    }

    /// <summary>Where the transaction stands.</summary>
    public readonly State Current => _state;

    /// <summary>When <see cref="OnTimer"/> is to be called, in ms since the Unix epoch; long.MaxValue for never.</summary>
    public readonly long NextTimer => Math.Min(_dueG, _dueEnd);

    /// <summary>Takes the INVITE that came again.</summary>
    public Output OnInvite(long now) => On(Input.Invite, now);

    /// <summary>Takes an ACK with the branch of the INVITE.</summary>
    public Output OnAck(long now) => On(Input.Ack, now);

    /// <summary>Takes the status of the user's answer.</summary>
    public Output OnAnswer(int status, long now) =>
        On(status < 200 ? Input.Provisional : status < 300 ? Input.Success : Input.Failure, now);

    /// <summary>Fires what is due; nothing when it is called too early.</summary>
    public Output OnTimer(long now)
    {
        if (now >= _dueEnd) return On(EndOf(_state), now);
        return now >= _dueG ? On(Input.TimerG, now) : Output.None;
    }

    /// <summary>The figure: takes one step. An input that a state does not know changes nothing.</summary>
    public static (State State, Output Output) Step(State state, Input input) => state switch
    {
        State.Proceeding => Proceeding(input),
        State.Accepted => Accepted(input),
        State.Completed => Completed(input),
        State.Confirmed => Confirmed(input),
        _ => (State.Terminated, Output.None),
    };

    private static (State, Output) Proceeding(Input input) => input switch
    {
        Input.Invite => (State.Proceeding, Output.Resend), // §17.2.1: the most recent provisional answer
        Input.Provisional => (State.Proceeding, Output.Send), // §17.2.1
        Input.Success => (State.Accepted, Output.Send), // RFC 6026 §7.1
        Input.Failure => (State.Completed, Output.Send), // §17.2.1
        _ => (State.Proceeding, Output.None),
    };

    private static (State, Output) Accepted(Input input) => input switch
    {
        Input.Success => (State.Accepted, Output.Send), // RFC 6026 §7.1
        Input.Ack => (State.Accepted, Output.PassToUser), // RFC 6026 §7.1
        Input.TimerL => (State.Terminated, Output.Terminated), // RFC 6026 §7.1
        _ => (State.Accepted, Output.None), // RFC 6026 §7.1: an INVITE that comes again is absorbed without an answer
    };

    private static (State, Output) Completed(Input input) => input switch
    {
        Input.Invite => (State.Completed, Output.Resend), // §17.2.1
        Input.TimerG => (State.Completed, Output.Resend), // §17.2.1
        Input.Ack => (State.Confirmed, Output.None), // §17.2.1
        Input.TimerH => (State.Terminated, Output.Terminated), // §17.2.1
        _ => (State.Completed, Output.None),
    };

    private static (State, Output) Confirmed(Input input) => input switch
    {
        Input.TimerI => (State.Terminated, Output.Terminated), // §17.2.1
        _ => (State.Confirmed, Output.None), // §17.2.1: it is there to absorb further ACKs
    };

    // The timer that ends a state.
    private static Input EndOf(State state) => state switch
    {
        State.Accepted => Input.TimerL,
        State.Completed => Input.TimerH,
        _ => Input.TimerI,
    };

    private Output On(Input input, long now)
    {
        var before = _state;
        (_state, var output) = Step(before, input);
        if (_state != before) EnterState(now);
        else if (input == Input.TimerG) SetTimerG(_timers.NextG(_intervalG), now);
        // §17.2.1: timer I is zero on a reliable transport, so it fires here.
        return _state == State.Confirmed && now >= _dueEnd ? output | On(Input.TimerI, now) : output;
    }

    private void EnterState(long now)
    {
        _dueG = Never;
        _dueEnd = _state switch
        {
            State.Accepted => now + _timers.L,
            State.Completed => now + _timers.H,
            State.Confirmed => now + _timers.I(_transport),
            _ => Never,
        };
        if (_state == State.Completed && !_transport.IsReliable()) SetTimerG(_timers.FirstG, now);
    }

    private void SetTimerG(int interval, long now) => (_intervalG, _dueG) = (interval, now + interval);
}
