using Tandem.Sip.Flows;

namespace Tandem.Sip.Transactions;

/// <summary>
/// The non-INVITE client transaction: RFC 3261 §17.1.2, figure 6. <see cref="Step"/> is the figure; an instance adds the
/// times of one transaction. It sends nothing itself: each method says what its owner is to do, and
/// <see cref="NextTimer"/> when to call <see cref="OnTimer"/>. "User" is the transaction user (TU) of the RFC.
/// </summary>
public struct NonInviteClientTransaction
{
    private const long Never = long.MaxValue;

    private readonly TransactionTimers _timers;
    private readonly SipTransport _transport;
    private State _state;
    private int _intervalE;
    private long _dueE;
    private long _dueFOrK;

    /// <summary>The states of figure 6; the RFC also calls the first one Calling in places.</summary>
    public enum State : byte
    {
        /// <summary>The request was sent, nothing came back.</summary>
        Trying,
        /// <summary>A provisional answer came.</summary>
        Proceeding,
        /// <summary>The final answer came; its retransmissions are absorbed.</summary>
        Completed,
        /// <summary>The transaction is no more.</summary>
        Terminated,
    }

    /// <summary>What can happen to the transaction.</summary>
    public enum Input : byte
    {
        /// <summary>It is time to send the request again.</summary>
        TimerE,
        /// <summary>It is time to give up.</summary>
        TimerF,
        /// <summary>No more retransmitted answers are to be expected.</summary>
        TimerK,
        /// <summary>An answer 1xx.</summary>
        Provisional,
        /// <summary>An answer 200–699.</summary>
        Final,
        /// <summary>The request could not be sent.</summary>
        TransportError,
    }

    /// <summary>What is to be done.</summary>
    [Flags]
    public enum Output : byte
    {
        /// <summary>Nothing.</summary>
        None = 0,
        /// <summary>Send the request, for the first time or again.</summary>
        Send = 1,
        /// <summary>Hand the answer to the user.</summary>
        PassToUser = 2,
        /// <summary>Tell the user that no answer came (it counts as 408, §8.1.3.1).</summary>
        Timeout = 4,
        /// <summary>Tell the user that the transport failed (it counts as 503, §8.1.3.1).</summary>
        TransportFailed = 8,
        /// <summary>Forget the transaction.</summary>
        Terminated = 16,
    }

    /// <summary>Begins the transaction and asks for the request to be sent (§17.1.2.2).</summary>
    /// <param name="now">The time in ms since the Unix epoch.</param>
    /// <param name="timers">The timers' values.</param>
    /// <param name="transport">How the request travels: timer E runs over UDP only.</param>
    /// <param name="output">What is to be done: Send.</param>
    public static NonInviteClientTransaction Start(
        long now, in TransactionTimers timers, SipTransport transport, out Output output)
    {
        output = Output.Send;
        return new NonInviteClientTransaction(now, timers, transport);
    }

    private NonInviteClientTransaction(long now, in TransactionTimers timers, SipTransport transport)
    {
        _timers = timers;
        _transport = transport;
        _intervalE = timers.FirstE;
        _dueE = transport.IsReliable() ? Never : now + _intervalE;
        _dueFOrK = now + timers.F;
    }

    /// <summary>When <see cref="OnTimer"/> is to be called, in ms since the Unix epoch; long.MaxValue for never.</summary>
    public readonly long NextTimer => Math.Min(_dueE, _dueFOrK);

    /// <summary>True when the transaction can be forgotten.</summary>
    public readonly bool IsTerminated => _state == State.Terminated;

    /// <summary>Takes the status of an answer that matches the transaction (§17.1.3).</summary>
    public Output OnResponse(int status, long now) => On(status < 200 ? Input.Provisional : Input.Final, now);

    /// <summary>Takes the news that the request could not be sent.</summary>
    public Output OnTransportError(long now) => On(Input.TransportError, now);

    /// <summary>Fires what is due; nothing when it is called too early.</summary>
    public Output OnTimer(long now)
    {
        if (now >= _dueFOrK) return On(_state == State.Completed ? Input.TimerK : Input.TimerF, now);
        return now >= _dueE ? On(Input.TimerE, now) : Output.None;
    }

    /// <summary>The figure: takes one step. An input that a state does not know changes nothing.</summary>
    public static (State State, Output Output) Step(State state, Input input) => state switch
    {
        State.Trying or State.Proceeding => Waiting(state, input),
        State.Completed => Completed(input),
        _ => (State.Terminated, Output.None),
    };

    // Trying and Proceeding do the same at every input (figure 6); they differ in how timer E goes on, see SetTimers.
    private static (State, Output) Waiting(State state, Input input) => input switch
    {
        Input.TimerE => (state, Output.Send), // §17.1.2.2
        Input.TimerF => (State.Terminated, Output.Timeout | Output.Terminated), // §17.1.2.2
        Input.Provisional => (State.Proceeding, Output.PassToUser), // §17.1.2.2
        Input.Final => (State.Completed, Output.PassToUser), // §17.1.2.2
        Input.TransportError => (State.Terminated, Output.TransportFailed | Output.Terminated), // §17.1.4
        _ => (state, Output.None),
    };

    private static (State, Output) Completed(Input input) => input switch
    {
        Input.TimerK => (State.Terminated, Output.Terminated), // §17.1.2.2
        _ => (State.Completed, Output.None), // §17.1.2.2: it is there to absorb further answers
    };

    private Output On(Input input, long now)
    {
        var before = _state;
        (_state, var output) = Step(before, input);
        SetTimers(before, input, now);
        // §17.1.2.2: timer K is zero on a reliable transport, so it fires here.
        return before != State.Completed && _state == State.Completed ? output | OnTimer(now) : output;
    }

    private void SetTimers(State before, Input input, long now)
    {
        if (_state == State.Terminated)
        {
            (_dueE, _dueFOrK) = (Never, Never);
        }
        else if (_state == State.Completed && before != State.Completed)
        {
            (_dueE, _dueFOrK) = (Never, now + _timers.K(_transport));
        }
        else if (input == Input.TimerE)
        {
            // §17.1.2.2: doubled in Trying, T2 at once in Proceeding.
            _intervalE = before == State.Proceeding ? _timers.T2 : _timers.NextE(_intervalE);
            _dueE = now + _intervalE;
        }
    }
}
