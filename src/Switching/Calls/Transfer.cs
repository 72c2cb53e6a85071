using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>
/// One transfer (RFC 3515): a party, the transferor, asks us to connect the one it talks with, the transferee, to somebody else.
/// </summary>
/// <param name="call">The call between them.</param>
/// <param name="transferor">Who asks.</param>
/// <param name="transferee">Who is to be connected elsewhere.</param>
internal sealed class Transfer(Call call, CallLeg transferor, CallLeg transferee)
{
    /// <summary>The call between transferor and transferee.</summary>
    public Call Call => call;

    /// <summary>Who asks.</summary>
    public CallLeg Transferor => transferor;

    /// <summary>Who is to be connected elsewhere.</summary>
    public CallLeg Transferee => transferee;

    /// <summary>The call to the target that is being made for it; null when the transferor has a call with the target already.</summary>
    public Call? Target { get; set; }

    /// <summary>The REFER while it has no answer yet: the shard of the transferor's other call is asked first; null afterwards.</summary>
    public ServerTransaction? Refer { get; set; }
}
