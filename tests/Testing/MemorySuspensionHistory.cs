using Tandem.Switching.Protection;

namespace Tandem.Testing;

/// <summary>A suspension history that drains the table when it is read, so that nothing needs to be waited for.</summary>
public sealed class MemorySuspensionHistory(EndpointSuspension table) : ISuspensionHistory
{
    private readonly List<Suspension> _stored = [];
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public IReadOnlyList<Suspension> List(SuspensionFilter filter, long? before, int limit)
    {
        lock (_lock)
        {
            Drain();
            return [.. _stored.AsEnumerable().Reverse()
                .Where(s => before is null || s.Id < before)
                .Where(s => filter.Endpoint is null || s.Endpoint == filter.Endpoint)
                .Where(s => filter.Source is null || s.Source == filter.Source)
                .Where(s => filter.From is null || s.At >= filter.From)
                .Where(s => filter.To is null || s.At < filter.To)
                .Take(limit)];
        }
    }

    // A suspension comes a second time when it is cleared; it keeps its number then.
    private void Drain()
    {
        var events = new List<Suspension>();
        table.DrainEvents(events);
        foreach (var suspension in events)
        {
            var at = _stored.FindIndex(s => s.Endpoint == suspension.Endpoint && s.Source == suspension.Source && s.At == suspension.At);
            if (at < 0) _stored.Add(suspension with { Id = _stored.Count + 1 });
            else _stored[at] = suspension with { Id = _stored[at].Id };
        }
    }
}
