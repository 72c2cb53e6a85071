using System.ComponentModel;

namespace Tandem.Api.Running;

/// <summary>The state of the running switch at one moment.</summary>
public sealed record SwitchState
{
    /// <summary>When the switch was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The listeners that are open, as transport:address:port; none when only the store is open.</summary>
    [Description("The open SIP listeners as transport:address:port; none when only the store is open.")]
    public IReadOnlyList<string> Listeners { get; init; } = [];

    /// <summary>A line for each listener that is wanted and could not be opened.</summary>
    [Description("A line for each listener that is wanted and could not be opened.")]
    public IReadOnlyList<string> ListenerProblems { get; init; } = [];

    /// <summary>How many shards work; 0 when only the store is open.</summary>
    [Description("How many SIP threads work; 0 when only the store is open.")]
    public int Shards { get; init; }

    /// <summary>Calls at this moment; 0 when only the store is open.</summary>
    [Description("Calls at this moment; 0 when only the store is open.")]
    public int Calls { get; init; }

    /// <summary>The store's engine and version.</summary>
    [Description("The store's engine and version.")]
    public required string StoreEngine { get; init; }

    /// <summary>The folder that holds the store.</summary>
    [Description("The folder that holds the store.")]
    public required string DataFolder { get; init; }

    /// <summary>The state of the write-behind journal; null when none runs.</summary>
    [Description("The journal that writes registrations behind; null when none runs.")]
    public JournalState? Journal { get; init; }
}

/// <summary>The state of the journal that writes registrations behind.</summary>
/// <param name="BehindMs">The age in milliseconds of the oldest change that is not on disk.</param>
/// <param name="Pending">Changes that wait.</param>
/// <param name="Written">Changes written since the start.</param>
/// <param name="Failures">Writes that failed since the start.</param>
public sealed record JournalState(
    [property: Description("The age in milliseconds of the oldest change that is not on disk.")] long BehindMs,
    [property: Description("Changes that wait.")] long Pending,
    [property: Description("Changes written since the start.")] long Written,
    [property: Description("Writes that failed since the start.")] long Failures);
