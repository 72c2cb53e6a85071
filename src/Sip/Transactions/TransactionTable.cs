using Tandem.Sip.Flows;
using static Tandem.Sip.Transactions.NonInviteServerTransaction;

namespace Tandem.Sip.Transactions;

/// <summary>
/// The completed non-INVITE server transactions of one shard, so that a request that comes again gets the answer that it
/// got before (RFC 3261 §17.2.2), and is not carried out twice. The steps are those of
/// <see cref="NonInviteServerTransaction"/>: requests are answered within the turn in which they come, so a transaction
/// passes through Trying before anything is kept of it. Belongs to one thread; allocates nothing once it has its size.
/// </summary>
public sealed class TransactionTable
{
    /// <summary>The default capacity in bytes.</summary>
    public const int DefaultCapacity = 8 << 20;

    private readonly TransactionTimers _timers;
    private readonly AnswerQueue _answers;
    private readonly AnswerIndex _index = new();

    /// <summary>Makes an empty table.</summary>
    /// <param name="timers">The timers' values: timer J is how long an answer is kept.</param>
    /// <param name="capacity">
    /// How many bytes of answers are kept at most, 1 MiB or more, rounded down to whole MiB; taken as they are needed.
    /// Beyond it the oldest transactions are forgotten early.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1 MiB.</exception>
    public TransactionTable(in TransactionTimers timers, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, AnswerQueue.SegmentLength);
        _timers = timers;
        _answers = new AnswerQueue(capacity / AnswerQueue.SegmentLength);
    }

    /// <summary>How many completed transactions are kept.</summary>
    public int Count => _answers.Count;

    /// <summary>How many transactions were forgotten before timer J fired, since the start.</summary>
    public long ForgottenEarly { get; private set; }

    /// <summary>
    /// Has the processor fetch the places where that transaction would be and the oldest one is, which makes room for it. Changes
    /// nothing.
    /// </summary>
    public void Expect(in TransactionKey key)
    {
        _index.Expect(key);
        if (_answers.Count > 0) _index.Expect(_answers.Oldest.Key);
    }

    /// <summary>Finds the answer of a request that came before.</summary>
    /// <param name="key">The request's key (§17.2.3).</param>
    /// <param name="now">The time in ms since the Unix epoch.</param>
    /// <param name="answer">The final answer, to be sent again; good until the next call of Complete or Expire.</param>
    /// <param name="flow">Where it was sent.</param>
    /// <returns>False when the request is new.</returns>
    public bool TryGetAnswer(in TransactionKey key, long now, out ReadOnlySpan<byte> answer, out Flow flow)
    {
        var state = StateOf(key, now, out var position);
        if ((Step(state, Input.Request).Output & Output.Resend) == 0)
        {
            answer = default;
            flow = default;
            return false;
        }
        answer = _answers.AnswerAt(position);
        flow = _answers.HeadAt(position).Flow;
        return true;
    }

    /// <summary>
    /// Keeps the final answer of a new request until timer J fires: 64·T1 over UDP, not at all over a reliable
    /// transport. A second final answer to the same request is not kept (§17.2.2).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The answer is empty or longer than a message can be.</exception>
    public void Complete(in TransactionKey key, ReadOnlySpan<byte> answer, in Flow answerFlow, long now)
    {
        ArgumentOutOfRangeException.ThrowIfZero(answer.Length, nameof(answer));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answer.Length, IOutbox.MaxMessageLength, nameof(answer));
        Expire(now);
        var (state, output) = Step(StateOf(key, now, out _), Input.Final);
        if ((output & Output.StartTimerJ) == 0) return;
        var timerJ = _timers.J(answerFlow.Transport);
        if (timerJ == 0) (state, _) = Step(state, Input.TimerJ);
        if (state == State.Completed) Keep(new AnswerQueue.Head(key, answerFlow, now + timerJ, answer.Length), answer);
    }

    /// <summary>Forgets the transactions whose timer J has fired.</summary>
    public void Expire(long now)
    {
        while (_answers.Count > 0 && StateOf(_answers.Oldest, now) == State.Terminated) ForgetOldest();
    }

    private State StateOf(in TransactionKey key, long now, out long position)
    {
        if (!_index.TryFind(key, out position)) return State.Trying;
        var state = StateOf(_answers.HeadAt(position), now);
        // A request that comes after timer J begins a new transaction.
        return state == State.Terminated ? State.Trying : state;
    }

    private static State StateOf(in AnswerQueue.Head head, long now) =>
        now < head.Expiry ? State.Completed : Step(State.Completed, Input.TimerJ).State;

    private void Keep(in AnswerQueue.Head head, ReadOnlySpan<byte> answer)
    {
        long position;
        while (!_answers.TryAdd(head, answer, out position))
        {
            ForgetOldest();
            ForgottenEarly++;
        }
        _index.Set(head.Key, position);
    }

    private void ForgetOldest()
    {
        _index.Remove(_answers.Oldest.Key, _answers.OldestPosition);
        _answers.RemoveOldest();
    }
}
