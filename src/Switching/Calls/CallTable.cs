using Tandem.Sip.Dialogs;

namespace Tandem.Switching.Calls;

/// <summary>The calls of one shard, by their number and by the tags of their legs, and which of them is due next.</summary>
/// <param name="shards">Tells the shard that a leg came from when it is over.</param>
internal sealed class CallTable(ICallShards shards)
{
    private readonly Dictionary<Guid, Call> _calls = [];
    private readonly Dictionary<LocalId, CallLeg> _legs = [];
    private readonly PriorityQueue<Call, long> _due = new();

    /// <summary>How many calls there are, those included that wait for a last ACK.</summary>
    public int Count => _calls.Count;

    /// <summary>How many dialogs there are.</summary>
    public int LegCount => _legs.Count;

    /// <summary>The calls in no order.</summary>
    public IEnumerable<Call> All => _calls.Values;

    /// <summary>When the next call is due; long.MaxValue = never.</summary>
    public long NextTimer => _due.TryPeek(out _, out var due) ? due : long.MaxValue;

    /// <summary>The call of that number.</summary>
    public Call? Find(Guid id) => _calls.GetValueOrDefault(id);

    /// <summary>The leg of that tag.</summary>
    public CallLeg? Find(LocalId tag) => _legs.GetValueOrDefault(tag);

    /// <summary>Takes a call in.</summary>
    public void Add(Call call) => _calls.Add(call.Id, call);

    /// <summary>Takes a leg in.</summary>
    public void Add(CallLeg leg) => _legs.Add(leg.Dialog.LocalTag, leg);

    /// <summary>Lets a leg go.</summary>
    public void Remove(CallLeg leg)
    {
        if (_legs.Remove(leg.Dialog.LocalTag) && leg.CameFrom is { } giver) shards.Tell(giver, new LegOver(leg.Dialog.LocalTag));
    }

    /// <summary>Lets a call go.</summary>
    public void Remove(Call call) => _calls.Remove(call.Id);

    /// <summary>Notes when the call is due next. A call that is due later than noted is looked at too early, which does no harm.</summary>
    public void Schedule(Call call)
    {
        var due = call.NextTimer;
        if (due >= call.ScheduledAt) return;
        call.ScheduledAt = due;
        _due.Enqueue(call, due);
    }

    /// <summary>Takes the next call that is due; null when none is.</summary>
    public Call? TakeDue(long now)
    {
        while (_due.TryPeek(out var call, out var due) && due <= now)
        {
            _due.Dequeue();
            // An earlier time may have been noted since; that entry has run already or comes by itself.
            if (due != call.ScheduledAt) continue;
            call.ScheduledAt = long.MaxValue;
            if (_calls.ContainsKey(call.Id)) return call;
        }
        return null;
    }
}
