using Tandem.Api.Running;

namespace Tandem.Server.Hosting;

/// <summary>What the switch says of itself through the API.</summary>
internal sealed class SwitchStatus(OpenStore store, SignallingHost? signalling) : ISwitchStatus
{
    private readonly DateTimeOffset _startedAt = store.Clock.GetUtcNow();

    public bool IsReady => signalling?.IsListening ?? true;

    public SwitchState Read() => new()
    {
        StartedAt = _startedAt,
        Listeners = [.. signalling?.Open.Select(l => l.ToString()) ?? []],
        Shards = signalling?.Shards.Shards.Count ?? 0,
        StoreEngine = Storage.Sqlite.SqliteEngine.Description,
        DataFolder = store.Path,
        Journal = new JournalState(store.Journal.BehindMs, store.Journal.Pending, store.Journal.Written, store.Journal.Failures),
    };
}
