namespace Tandem.Switching.Numbers;

/// <summary>
/// What becomes of one number in the number-transform table: as a caller that arrives by a mapping gateway, and as a callee
/// that leaves by a routing gateway, for gateways that have the table switched on. Immutable.
/// </summary>
public sealed record NumberTransform
{
    /// <summary>The number that is looked for.</summary>
    public required string Name { get; init; }

    /// <summary>The caller to put in its place on arrival; "" = unchanged.</summary>
    public string Caller { get; init; } = "";

    /// <summary>The callee to put in its place on departure; "" = unchanged.</summary>
    public string Callee { get; init; } = "";

    /// <summary>The operator's note.</summary>
    public string Memo { get; init; } = "";
}
