namespace Tandem.Switching.Routing;

/// <summary>One forward of a call, as a Diversion header tells it (RFC 5806).</summary>
/// <param name="Number">The number that forwarded.</param>
/// <param name="Reason">Why: "unconditional", "time-of-day", "do-not-disturb", "user-busy", "no-answer", "unavailable".</param>
public readonly record struct Diversion(string Number, string Reason);
