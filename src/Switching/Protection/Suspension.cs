namespace Tandem.Switching.Protection;

/// <summary>
/// A suspension of an endpoint from registering, in force or in the history (spec: registration and protection §2). Times
/// are milliseconds since the Unix epoch.
/// </summary>
public sealed record Suspension
{
    /// <summary>Its number in the store; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The endpoint's name, which need not exist.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The source address whose failure brought it about.</summary>
    public required string Source { get; init; }

    /// <summary>False: the endpoint is suspended for that source. True: for every source, or all but the known ones.</summary>
    public required bool Everyone { get; init; }

    /// <summary>The User-Agent of the last failure.</summary>
    public required string UserAgent { get; init; }

    /// <summary>How many failures brought it about.</summary>
    public required int Failures { get; init; }

    /// <summary>When it began.</summary>
    public required long At { get; init; }

    /// <summary>When it ends; null = when an operator clears it.</summary>
    public required long? Until { get; init; }

    /// <summary>When it was cleared by an operator; null = it was not.</summary>
    public long? ClearedAt { get; init; }

    /// <summary>Who cleared it.</summary>
    public string? ClearedBy { get; init; }

    /// <summary>True while it stops registrations.</summary>
    public bool IsInForce(long now) => ClearedAt is null && (Until is null || Until > now);
}
