using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>One request that is being answered over time: every INVITE, and others whose answer has to wait.</summary>
public sealed class ServerTransaction : ITimed
{
    internal InviteServerTransaction Invite;
    internal NonInviteServerTransaction.State State;
    internal StoredMessage Request;
    internal StoredMessage Answer;

    internal ServerTransaction(SipMessage request, in TransactionKey key, in Flow flow)
    {
        Key = key;
        Method = request.Method;
        Received = flow;
        Route = ResponseRoute.For(request, flow);
    }

    /// <summary>Its key (§17.2.3).</summary>
    public TransactionKey Key { get; }

    /// <summary>The request's method.</summary>
    public SipMethod Method { get; }

    /// <summary>What the request came in on.</summary>
    public Flow Received { get; }

    /// <summary>Where answers go (§18.2.2).</summary>
    public Flow Route { get; }

    /// <summary>True once a final answer was sent.</summary>
    public bool IsAnswered { get; internal set; }

    /// <summary>True once a CANCEL came for it (§9.2).</summary>
    public bool IsCancelled { get; internal set; }

    /// <summary>True when it is no more: what is sent through it goes nowhere.</summary>
    public bool IsOver => IsInvite ? Invite.Current == InviteServerTransaction.State.Terminated : State == NonInviteServerTransaction.State.Terminated;

    /// <summary>What the user keeps with it: its call leg.</summary>
    public object? Owner { get; set; }

    /// <summary>The key of §8.2.2.2 under which it is found as the first of merged requests; default when it is not to be found.</summary>
    internal TransactionKey MergeKey { get; set; }

    /// <summary>When one that is no INVITE is forgotten.</summary>
    internal long Expiry { get; set; }

    internal bool IsInvite => Method == SipMethod.Invite;

    long ITimed.NextTimer => IsInvite ? Invite.NextTimer : Expiry;

    long ITimed.QueuedFor { get; set; } = long.MaxValue;
}
