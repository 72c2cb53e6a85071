namespace Tandem.Sip.Transactions;

/// <summary>What a <see cref="TimerQueue"/> wakes.</summary>
internal interface ITimed
{
    /// <summary>When it is to be woken, in ms since the Unix epoch; long.MaxValue for never.</summary>
    long NextTimer { get; }

    /// <summary>The queue's own note: for when it is queued; long.MaxValue at first.</summary>
    long QueuedFor { get; set; }
}
