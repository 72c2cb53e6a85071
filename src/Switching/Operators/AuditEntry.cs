namespace Tandem.Switching.Operators;

/// <summary>Who does something to the configuration, and from where.</summary>
/// <param name="Name">The user's or token's name, "local" for the machine's own command line.</param>
/// <param name="Address">The address the request came from; "-" when it came from no network.</param>
public readonly record struct Actor(string Name, string Address);

/// <summary>One change of the configuration as the audit log keeps it. Secrets never stand in it.</summary>
/// <param name="At">When, in milliseconds since the Unix epoch.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What was done: "phone add", "param set", "suspension clear", "unregister".</param>
/// <param name="Target">The name of the object.</param>
/// <param name="Before">The object before, as JSON or as a parameter's text; null when it did not exist.</param>
/// <param name="After">The object after; null when it is gone.</param>
public sealed record AuditEntry(long At, Actor Actor, string Action, string Target, string? Before, string? After)
{
    /// <summary>The entry's number in the store; 0 before it is stored.</summary>
    public long Id { get; init; }
}
