using System.Collections.Concurrent;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Routing;

/// <summary>
/// The numbers of caller pools that calls carry, shared by all shards: how many calls carry each, and whose turn it is in each
/// gateway's pool.
/// </summary>
internal sealed class PoolNumbers
{
    // So many are looked at for one that is free, so that a pool of a million that is used up holds no shard up.
    private const int MostLooked = 10_000;

    private readonly ConcurrentDictionary<string, Turn> _turns = new(StringComparer.Ordinal);
    private readonly LineTable _lines = new();

    /// <summary>Takes a number of the pool for a call; null when none is free.</summary>
    /// <param name="gateway">Whose pool it is.</param>
    /// <param name="pool">What is asked of the pool.</param>
    /// <param name="numbers">Its numbers; those that stand for many are passed over.</param>
    /// <param name="held">Keeps what is taken.</param>
    /// <param name="chance">The source of random choices.</param>
    public string? Take(string gateway, in CallerPool pool, NumberSet numbers, HeldLines held, Random chance)
    {
        if (numbers.Count == 0) return null;
        var first = pool.Order == PoolOrder.Random ? chance.Next(numbers.Count) : Next(gateway, numbers.Count);
        for (var looked = 0; looked < Math.Min(numbers.Count, MostLooked); looked++)
        {
            var number = numbers[(first + looked) % numbers.Count];
            if (!number.EndsWith('*') && held.TryTake(_lines, number, LineDirection.Out, null, pool.Lines)) return number;
        }
        return null;
    }

    /// <summary>Forgets whose turn it is in the pools of gateways that are gone.</summary>
    public void Keep(IEnumerable<RoutingGateway> gateways)
    {
        var kept = gateways.Where(g => g.CallerPool.Group.Length > 0).Select(g => g.Name).ToHashSet();
        foreach (var gone in _turns.Keys.Where(name => !kept.Contains(name))) _turns.TryRemove(gone, out _);
    }

    private int Next(string gateway, int count) =>
        (int)((uint)Interlocked.Increment(ref _turns.GetOrAdd(gateway, static _ => new Turn()).Taken) % (uint)count);

    private sealed class Turn
    {
        public int Taken = -1;
    }
}
