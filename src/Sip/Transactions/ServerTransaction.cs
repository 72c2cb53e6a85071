using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>One request that is being answered over time: every INVITE, and others whose answer has to wait.</summary>
public sealed class ServerTransaction
{
    /// <summary>Its key (§17.2.3).</summary>
    public TransactionKey Key { get; }

    /// <summary>The request's method.</summary>
    public SipMethod Method { get; }

    /// <summary>What the request came in on.</summary>
    public Flow Received { get; }

    /// <summary>Where answers go (§18.2.2).</summary>
    public Flow Route { get; }

    /// <summary>True once a final answer was sent.</summary>
    public bool IsAnswered { get; }

    /// <summary>What the user keeps with it: its call leg.</summary>
    public object? Owner { get; set; }
}
