namespace Tandem.Switching.Gateways;

/// <summary>A group of gateways: a limit of calls for all of them together, and a name that callers may be held to. Immutable.</summary>
public sealed record GatewayGroup
{
    /// <summary>Its name, 1–64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>How many calls its members carry together; null = no limit.</summary>
    public int? Lines { get; init; }

    /// <summary>How many of the lines are kept for callers that are allowed this group by name; less than the lines.</summary>
    public int ReservedLines { get; init; }

    /// <summary>The operator's note.</summary>
    public string Memo { get; init; } = "";
}
