namespace Tandem.Sip.Transactions;

/// <summary>
/// Who is to be woken when. A timer that moves to a later time, as most do, costs nothing: its entry stays, and is put right
/// when it comes to the front.
/// </summary>
internal sealed class TimerQueue
{
    private readonly PriorityQueue<ITimed, long> _queue = new();

    /// <summary>When the queue is to be looked at, in ms since the Unix epoch; long.MaxValue for never.</summary>
    public long NextTimer => _queue.TryPeek(out _, out var due) ? due : long.MaxValue;

    /// <summary>Takes note of a timer that may have changed.</summary>
    public void Schedule(ITimed timed)
    {
        var due = timed.NextTimer;
        if (due >= timed.QueuedFor) return;
        timed.QueuedFor = due;
        _queue.Enqueue(timed, due);
    }

    /// <summary>Takes out one that is due; it is to be given to <see cref="Schedule"/> again once it has been woken.</summary>
    public bool TryTake(long now, out ITimed timed)
    {
        while (_queue.TryPeek(out timed!, out var due) && due <= now)
        {
            _queue.Dequeue();
            // An entry that an earlier one has overtaken.
            if (due != timed.QueuedFor) continue;
            timed.QueuedFor = long.MaxValue;
            if (timed.NextTimer <= now) return true;
            Schedule(timed);
        }
        return false;
    }
}
