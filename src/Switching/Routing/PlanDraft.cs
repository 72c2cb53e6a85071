using Tandem.Switching.Accounts;

namespace Tandem.Switching.Routing;

/// <summary>A plan in the making: what all its parts share.</summary>
/// <param name="state">What the shards share.</param>
/// <param name="chance">The source of random choices.</param>
/// <param name="takes">False when the plan is only explained and nothing is taken.</param>
/// <param name="now">Milliseconds since the Unix epoch.</param>
internal sealed class PlanDraft(RoutingState state, Random chance, bool takes, long now)
{
    // Forwards to forwards multiply; a call that has come so far is not helped by more.
    private const int MaxNumbers = 32;

    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private DateTime? _local;

    /// <summary>What the shards share.</summary>
    public RoutingState State => state;

    /// <summary>The settings of the parameters in force.</summary>
    public RoutingSettings Settings { get; } = state.Settings;

    /// <summary>The tables in force.</summary>
    public RouteTables Tables { get; } = state.Tables;

    /// <summary>The source of random choices.</summary>
    public Random Chance => chance;

    /// <summary>False when nothing is taken.</summary>
    public bool Takes => takes;

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Now => now;

    /// <summary>The time in the server's zone.</summary>
    public DateTime Local => _local ??= state.LocalTime(now);

    /// <summary>What was looked at.</summary>
    public RouteExplanation Explanation { get; } = new();

    /// <summary>The lines taken so far.</summary>
    public HeldLines Held { get; } = new(takes);

    /// <summary>The attempts found so far.</summary>
    public List<Attempt> Attempts { get; } = [];

    /// <summary>When the first attempt may be made; 0 = at once.</summary>
    public long NotBefore { get; set; }

    /// <summary>The phone that is called in the end, the first of several.</summary>
    public Phone? Called { get; set; }

    /// <summary>The step after the last of the attempts found so far.</summary>
    public int NextStep => Attempts.Count == 0 ? 0 : Attempts.Max(a => a.Step) + 1;

    /// <summary>Notes that a number is called; false when it was before, so that the call would go in a circle.</summary>
    public bool TryVisit(string number) => _visited.Count < MaxNumbers && _visited.Add(number);
}
