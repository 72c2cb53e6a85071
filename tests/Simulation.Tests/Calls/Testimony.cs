namespace Tandem.Simulation.Tests.Calls;

/// <summary>What a party knows of its side of a call. Times are simulated milliseconds, 0 = it did not happen.</summary>
internal sealed class Testimony
{
    /// <summary>Its INVITE went out or came in.</summary>
    public long InvitedAt { get; set; }

    /// <summary>It gave up before an answer.</summary>
    public long CancelledAt { get; set; }

    /// <summary>How often it was asked for its password and showed it.</summary>
    public int Challenged { get; set; }

    /// <summary>The refusal that the caller got or the callee gave; 408 for none at all.</summary>
    public int Refusal { get; set; }

    /// <summary>The 2xx came (caller) or was sent for the first time (callee).</summary>
    public long AnsweredAt { get; set; }

    /// <summary>The ACK of the callee's 2xx came.</summary>
    public long AcknowledgedAt { get; set; }

    /// <summary>It asked the switch to transfer the other.</summary>
    public long TransferredAt { get; set; }

    /// <summary>Its side was over.</summary>
    public long EndedAt { get; set; }

    /// <summary>How.</summary>
    public SideEnd End { get; set; }

    /// <summary>True when a session timer was agreed with it, so that the switch notices when it is gone.</summary>
    public bool HasTimer { get; set; }

    /// <summary>Re-INVITEs and UPDATEs of its own that were accepted.</summary>
    public int OffersAccepted { get; set; }

    /// <summary>Those of the switch that it accepted.</summary>
    public int OffersTaken { get; set; }

    /// <summary>How often the switch had another request under way.</summary>
    public int Glares { get; set; }

    /// <summary>True when nobody is there who could still end it.</summary>
    public bool IsGone => End is SideEnd.Vanished or SideEnd.Rebooted;

    /// <summary>True when it has said BYE.</summary>
    public bool SaidBye => End is SideEnd.HungUp or SideEnd.NoAck or SideEnd.SessionExpired or SideEnd.DialogGone or SideEnd.Unwanted;
}

/// <summary>How a side of a call ended.</summary>
internal enum SideEnd : byte
{
    /// <summary>It has not.</summary>
    None,
    /// <summary>It hung up as it had planned.</summary>
    HungUp,
    /// <summary>The switch said BYE.</summary>
    ToldBye,
    /// <summary>It was refused, or refused itself.</summary>
    Refused,
    /// <summary>It was cancelled.</summary>
    Cancelled,
    /// <summary>Its answer was not acknowledged.</summary>
    NoAck,
    /// <summary>Its session expired.</summary>
    SessionExpired,
    /// <summary>The switch did not know the dialog any more, or did not answer.</summary>
    DialogGone,
    /// <summary>It was answered after it had given up.</summary>
    Unwanted,
    /// <summary>It disappeared.</summary>
    Vanished,
    /// <summary>It forgot all its calls.</summary>
    Rebooted,
}
