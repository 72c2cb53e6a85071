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

    /// <summary>The call that the transferee is to be in: one to the target, or the transferor's other call.</summary>
    public Call Target { get; set; } = null!;

    /// <summary>The transferor's leg in its other call, which the transferee takes the place of; null when it has none.</summary>
    public CallLeg? Replaced { get; set; }
}
