namespace Tandem.Sip.Transactions;

/// <summary>How far the cancelling of an INVITE of ours has come (RFC 3261 §9.1).</summary>
internal enum CancelState : byte
{
    /// <summary>Nobody wants it.</summary>
    None,
    /// <summary>It is wanted and waits for a provisional answer.</summary>
    Wanted,
    /// <summary>The CANCEL was sent, and is sent again as any other request.</summary>
    Sent,
    /// <summary>There is nothing to cancel any more, or the CANCEL was answered.</summary>
    Done,
}
