using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Calls;

/// <summary>
/// Where the legs are that this shard has given to another one. Their tags still carry its mark, so what their peers ask comes here
/// and has to be sent on.
/// </summary>
/// <param name="shards">Tells the shard that a leg came from when it is over.</param>
/// <param name="linger">How long requests are sent on to a leg that is over, for those that come again; in milliseconds.</param>
internal sealed class MovedLegs(ICallShards shards, int linger)
{
    private readonly Dictionary<LocalId, (int Shard, int? CameFrom)> _places = [];
    private readonly Queue<(LocalId Tag, long ForgetAt)> _over = new();

    /// <summary>How many there are.</summary>
    public int Count => _places.Count;

    /// <summary>When <see cref="OnTimer"/> is to be called, in milliseconds since the Unix epoch; long.MaxValue = never.</summary>
    public long NextTimer => _over.TryPeek(out var first) ? first.ForgetAt : long.MaxValue;

    /// <summary>The shard that the leg of a request was given to, or the leg that it is to replace (RFC 3891).</summary>
    public bool TryFind(SipMessage request, out int shard)
    {
        shard = -1;
        if (_places.Count == 0) return false;
        var tag = request.ToTag;
        if (tag.IsEmpty && request.Method == SipMethod.Invite && Replaces.TryRead(request, out var named)) tag = named.ToTag;
        return LocalId.TryParseTag(tag, out var id) && TryFind(id, out shard);
    }

    /// <summary>The shard that a leg was given to.</summary>
    public bool TryFind(LocalId tag, out int shard)
    {
        var found = _places.TryGetValue(tag, out var place);
        shard = place.Shard;
        return found;
    }

    /// <summary>A leg was given to a shard.</summary>
    /// <param name="tag">Our tag of it.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="cameFrom">The shard that had given it here; null when it began here.</param>
    public void Add(LocalId tag, int shard, int? cameFrom) => _places[tag] = (shard, cameFrom);

    /// <summary>A leg has come back.</summary>
    public void Remove(LocalId tag) => _places.Remove(tag);

    /// <summary>A leg is over where it is.</summary>
    public void OnOver(LocalId tag, long now)
    {
        if (!_places.TryGetValue(tag, out var place)) return;
        _over.Enqueue((tag, now + linger));
        if (place.CameFrom is { } giver) shards.Tell(giver, new LegOver(tag));
    }

    /// <summary>Forgets legs that have been over for long enough.</summary>
    public void OnTimer(long now)
    {
        while (_over.TryPeek(out var first) && first.ForgetAt <= now) _places.Remove(_over.Dequeue().Tag);
    }
}
