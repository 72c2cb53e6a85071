namespace Tandem.Network.Relay;

/// <summary>
/// Lends pairs of ports and takes them back. A pair that comes back rests before it is lent again, the one that has rested
/// longest first; pairs whose sockets are open come before those whose are not. Any thread may call it; no call waits.
/// </summary>
/// <param name="keptOpen">How many idle pairs keep their sockets.</param>
/// <param name="quarantine">How long a pair rests.</param>
/// <param name="clock">The clock of the rests: its timestamps, which do not jump.</param>
internal sealed class RtpPortPool(int keptOpen, TimeSpan quarantine, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly long _rest = (long)(quarantine.TotalSeconds * clock.TimestampFrequency);
    private readonly Dictionary<ushort, RtpPortPair> _pairs = []; // those in use, and those out of use that are still lent
    private readonly HashSet<RtpPortPair> _beingShut = [];
    private HashSet<ushort> _inUse = [];
    private Queue<RtpPortPair> _open = [];
    private Queue<RtpPortPair> _shut = [];
    private int _lent;

    /// <summary>Pairs lent at present.</summary>
    public int Lent
    {
        get
        {
            lock (_lock) return _lent;
        }
    }

    /// <summary>Pairs that are not lent, those that rest included.</summary>
    public int Free
    {
        get
        {
            lock (_lock) return _open.Count + _shut.Count + _beingShut.Count;
        }
    }

    /// <summary>Lends the pairs with these even ports from now on. Others that are lent stay so until they come back.</summary>
    /// <returns>Idle pairs whose sockets are to be shut now.</returns>
    public IReadOnlyList<RtpPortPair> Use(IEnumerable<ushort> evenPorts)
    {
        lock (_lock)
        {
            _inUse = [.. evenPorts];
            var leaving = _open.Where(IsOutOfUse).ToList();
            foreach (var pair in _open.Concat(_shut).Concat(_beingShut).Where(IsOutOfUse)) _pairs.Remove(pair.Number);
            _open = new(_open.Where(pair => !IsOutOfUse(pair)));
            _shut = new(_shut.Where(pair => !IsOutOfUse(pair)));
            _beingShut.RemoveWhere(IsOutOfUse);
            foreach (var number in _inUse.Where(number => !_pairs.ContainsKey(number)))
            {
                var pair = new RtpPortPair(number) { FreeAt = long.MinValue };
                _pairs.Add(number, pair);
                _shut.Enqueue(pair);
            }
            return leaving;
        }
    }

    /// <summary>Lends a pair; null when all are lent or rest.</summary>
    public RtpPortPair? TryLend()
    {
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            if (!TryTake(_open, now, out var pair) && !TryTake(_shut, now, out pair)) return null;
            _lent++;
            return pair;
        }
    }

    /// <summary>Takes a pair back; from now on it rests.</summary>
    /// <returns>True when its sockets are to be shut; <see cref="Shut"/> is called after that.</returns>
    public bool GiveBack(RtpPortPair pair)
    {
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            _lent--;
            pair.FreeAt = now + _rest;
            if (IsOutOfUse(pair))
            {
                _pairs.Remove(pair.Number);
                return pair.IsOpen;
            }
            if (pair.IsOpen && _open.Count >= keptOpen) return _beingShut.Add(pair);
            (pair.IsOpen ? _open : _shut).Enqueue(pair);
            return false;
        }
    }

    /// <summary>Takes note that the sockets of a pair have been shut.</summary>
    public void Shut(RtpPortPair pair)
    {
        lock (_lock)
        {
            if (_beingShut.Remove(pair)) _shut.Enqueue(pair);
        }
    }

    private bool IsOutOfUse(RtpPortPair pair) => !_inUse.Contains(pair.Number);

    private static bool TryTake(Queue<RtpPortPair> queue, long now, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RtpPortPair? pair) =>
        queue.TryPeek(out pair) && pair.FreeAt <= now && queue.TryDequeue(out pair);
}
