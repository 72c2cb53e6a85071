using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>One request of ours that waits for its answer.</summary>
public sealed class ClientTransaction : ITimed
{
    internal InviteClientTransaction Invite;

    /// <summary>The machine of a request that is no INVITE, or that of an INVITE's CANCEL.</summary>
    internal NonInviteClientTransaction NonInvite;

    internal StoredMessage Request;

    internal ClientTransaction(object owner, LocalId branch, SipMethod method, in Flow flow)
    {
        Owner = owner;
        Branch = branch;
        Method = method;
        Flow = flow;
    }

    /// <summary>Its branch.</summary>
    public LocalId Branch { get; }

    /// <summary>The request's method.</summary>
    public SipMethod Method { get; }

    /// <summary>What it was sent on.</summary>
    public Flow Flow { get; }

    /// <summary>What the user keeps with it: its call leg.</summary>
    public object Owner { get; }

    /// <summary>True once a provisional answer came: an INVITE may be cancelled only then (§9.1).</summary>
    public bool IsProceeding { get; internal set; }

    /// <summary>True once a final answer came.</summary>
    public bool IsAnswered { get; internal set; }

    /// <summary>True once its cancelling was asked for, whether the CANCEL was sent already or not.</summary>
    public bool IsCancelled => Cancelling != CancelState.None;

    /// <summary>True when it is no more.</summary>
    public bool IsOver => IsInvite ? Invite.Current == InviteClientTransaction.State.Terminated : NonInvite.IsTerminated;

    internal CancelState Cancelling { get; set; }

    /// <summary>The Reason value of the CANCEL; empty for none.</summary>
    internal ReadOnlyMemory<byte> CancelReason { get; set; }

    internal bool IsInvite => Method == SipMethod.Invite;

    long ITimed.NextTimer => !IsInvite ? NonInvite.NextTimer
        : Cancelling == CancelState.Sent ? Math.Min(Invite.NextTimer, NonInvite.NextTimer)
        : Invite.NextTimer;

    long ITimed.QueuedFor { get; set; } = long.MaxValue;
}
