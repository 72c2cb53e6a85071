using System.Collections.Immutable;
using Tandem.Sip.Flows;

namespace Tandem.Switching.Routing;

/// <summary>
/// What is known of one gateway while the switch runs, shared by all shards: lines in use, Retry-After, addresses and
/// whether they answer. It outlives changes of the gateway's configuration.
/// </summary>
public sealed class GatewayState(string name)
{
    private ImmutableArray<GatewayTarget> _targets = [];
    private int _calls;
    private long _carried;
    private long _retryAfter;

    /// <summary>The gateway's name.</summary>
    public string Name => name;

    /// <summary>Calls at this moment.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Calls since the switch was started, those at this moment with them.</summary>
    public long Carried => Volatile.Read(ref _carried);

    /// <summary>Until when a Retry-After keeps it out, in milliseconds since the Unix epoch; 0 = it does not.</summary>
    public long RetryAfter
    {
        get => Volatile.Read(ref _retryAfter);
        set => Volatile.Write(ref _retryAfter, value);
    }

    /// <summary>Its resolved addresses by rank (RFC 3263 §4), of which each call draws its order (<see cref="ServerDraw"/>); swapped by the resolver and the online check.</summary>
    public ImmutableArray<GatewayTarget> Targets
    {
        get => _targets;
        set
        {
            ImmutableInterlocked.InterlockedExchange(ref _targets, value);
            TargetsChanged?.Invoke();
        }
    }

    /// <summary>Told after the addresses were swapped.</summary>
    internal Action? TargetsChanged { get; init; }

    /// <summary>Takes a line; false when <paramref name="limit"/> are in use.</summary>
    internal bool TryTakeLine(int? limit)
    {
        var calls = Calls;
        while (calls < (limit ?? int.MaxValue))
        {
            var before = Interlocked.CompareExchange(ref _calls, calls + 1, calls);
            if (before == calls)
            {
                Interlocked.Increment(ref _carried);
                return true;
            }
            calls = before;
        }
        return false;
    }

    /// <summary>Gives a line back.</summary>
    internal void ReturnLine() => Interlocked.Decrement(ref _calls);
}

/// <summary>One address of a gateway: resolved, or where it has registered.</summary>
/// <param name="Flow">What requests to it are sent on.</param>
/// <param name="Host">The host as the operator wrote it, for Request-URI and To.</param>
/// <param name="Online">False while it does not answer OPTIONS.</param>
/// <param name="Contact">The Contact URI of one that has registered; "" for a resolved address.</param>
/// <param name="Path">The Path of its registration (RFC 3327); "" = none.</param>
/// <param name="Rank">Those of a lower rank are tried first.</param>
/// <param name="Weight">Its server's share of the requests among those of the same rank (RFC 2782).</param>
/// <param name="Server">Its server's number in its rank.</param>
public readonly record struct GatewayTarget(
    Flow Flow, string Host, bool Online = true, string Contact = "", string Path = "", int Rank = 0, ushort Weight = 0, int Server = 0);
