namespace Tandem.Switching.Operators;

/// <summary>
/// Locks a user's sign-in from one address after <see cref="MaxFailures"/> wrong passwords from there, and never from
/// other addresses, so that nobody can lock a user out. Its memory is bounded; the pair silent for longest is forgotten.
/// </summary>
/// <param name="capacity">How many pairs of user and address are remembered.</param>
public sealed class LoginGate(int capacity = 10_000)
{
    /// <summary>How many wrong passwords, one after another, lock.</summary>
    public const int MaxFailures = 5;

    private readonly Dictionary<(string User, string Address), LinkedListNode<Pair>> _byKey = [];
    private readonly LinkedList<Pair> _byAge = [];
    private readonly Lock _lock = new();

    /// <summary>For how many milliseconds the user cannot sign in from that address; 0 = not locked.</summary>
    public long LockedFor(string user, string address, long now)
    {
        lock (_lock) return _byKey.TryGetValue((user, address), out var node) ? Math.Max(0, node.Value.LockedUntil - now) : 0;
    }

    /// <summary>Counts a wrong password. A failure older than the lock time no longer counts.</summary>
    /// <param name="user">The sign-in name, which need not exist.</param>
    /// <param name="address">Where it came from.</param>
    /// <param name="now">The time.</param>
    /// <param name="lockTime">SERVER_LOGIN_FAILED_DISABLE_TIME in milliseconds.</param>
    /// <returns>True when this failure locks.</returns>
    public bool Fail(string user, string address, long now, long lockTime)
    {
        lock (_lock)
        {
            var pair = PairOf((user, address));
            pair.Failures = now - pair.LastAt < lockTime ? pair.Failures + 1 : 1;
            pair.LastAt = now;
            if (pair.Failures < MaxFailures) return false;
            pair.Failures = 0;
            pair.LockedUntil = now + lockTime;
            return true;
        }
    }

    /// <summary>The right password: failures no longer count.</summary>
    public void Succeed(string user, string address)
    {
        lock (_lock)
        {
            if (_byKey.Remove((user, address), out var node)) _byAge.Remove(node);
        }
    }

    private Pair PairOf((string, string) key)
    {
        if (_byKey.TryGetValue(key, out var node))
        {
            _byAge.Remove(node);
            _byAge.AddLast(node);
            return node.Value;
        }
        if (_byKey.Count >= capacity)
        {
            _byKey.Remove(_byAge.First!.Value.Key);
            _byAge.RemoveFirst();
        }
        return (_byKey[key] = _byAge.AddLast(new Pair(key))).Value;
    }

    private sealed class Pair((string, string) key)
    {
        public (string, string) Key { get; } = key;
        public int Failures { get; set; }
        public long LastAt { get; set; } = long.MinValue / 2;
        public long LockedUntil { get; set; }
    }
}
