using Tandem.Api.Running;

namespace Tandem.Server.Hosting;

/// <summary>What the switch says of itself through the API.</summary>
internal sealed class SwitchStatus(OpenStore store, SignallingHost? signalling) : ISwitchStatus
{
    private readonly DateTimeOffset _startedAt = store.Clock.GetUtcNow();

    public bool IsReady => signalling is null || signalling.Problems.Count == 0;

    public SwitchState Read() => new()
    {
        StartedAt = _startedAt,
        Listeners = [.. signalling?.Open.Select(l => l.ToString()) ?? []],
        ListenerProblems = signalling?.Problems ?? [],
        Shards = signalling?.Shards.Shards.Count ?? 0,
        Calls = signalling?.Shards.Shards.Sum(s => s.Calls.Count) ?? 0,
        StoreEngine = Storage.Sqlite.SqliteEngine.Description,
        DataFolder = store.Path,
        Journal = new JournalState(store.Journal.BehindMs, store.Journal.Pending, store.Journal.Written, store.Journal.Failures),
    };
}
