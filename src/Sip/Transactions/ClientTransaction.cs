using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>One request of ours that waits for its answer.</summary>
public sealed class ClientTransaction
{
    /// <summary>Its branch.</summary>
    public LocalId Branch { get; }

    /// <summary>The request's method.</summary>
    public SipMethod Method { get; }

    /// <summary>What it was sent on.</summary>
    public Flow Flow { get; }

    /// <summary>What the user keeps with it: its call leg.</summary>
    public object Owner { get; } = null!;

    /// <summary>True once a provisional answer came: an INVITE may be cancelled only then (§9.1).</summary>
    public bool IsProceeding { get; }

    /// <summary>True once a final answer came.</summary>
    public bool IsAnswered { get; }
}
