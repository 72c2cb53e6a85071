namespace Tandem.Switching.Protection;

/// <summary>The suspensions of the past and present as the store has them, at most a second behind.</summary>
public interface ISuspensionHistory
{
    /// <summary>
    /// The newest suspensions, at most <paramref name="limit"/>, those stored before the number <paramref name="before"/>
    /// (the <see cref="Suspension.Id"/> of the last one of the page before; null = from the newest).
    /// </summary>
    /// <exception cref="Accounts.StoreUnavailableException">The store cannot be read.</exception>
    IReadOnlyList<Suspension> List(SuspensionFilter filter, long? before, int limit);
}

/// <summary>Which suspensions a list shows; null = all.</summary>
/// <param name="Endpoint">The endpoint's name, whole.</param>
/// <param name="Source">The source address, whole.</param>
/// <param name="From">Those that began then or later, in milliseconds since the Unix epoch.</param>
/// <param name="To">Those that began before then.</param>
public readonly record struct SuspensionFilter(string? Endpoint = null, string? Source = null, long? From = null, long? To = null);
