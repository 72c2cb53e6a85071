using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// The address a peer reaches us at: that of the listener, or for a listener on all addresses the one that the kernel's routing
/// would send from. Thread-safe; what it learnt of the routing is kept for a minute, in a table without locks.
/// </summary>
public sealed class LocalAddresses : ILocalAddresses
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    // An index that no listener of ours gets in practice: they are numbered from 0.
    private const ushort NoListener = ushort.MaxValue;

    // By whole addresses, not networks: a route may lead to one host alone, as to a carrier behind a tunnel.
    private const int Slots = 1 << 14;

    private readonly Entry?[] _entries = new Entry?[Slots];
    private readonly Func<IReadOnlyList<OpenListener>> _open;
    private readonly Func<IpEndpoint, IpEndpoint?> _ask;
    private readonly TimeProvider _clock;

    /// <param name="open">The listeners that are open.</param>
    /// <param name="clock">Says when the routing is to be asked again.</param>
    public LocalAddresses(Func<IReadOnlyList<OpenListener>> open, TimeProvider clock)
        : this(open, clock, KernelRoute.SourceTowards)
    {
    }

    internal LocalAddresses(Func<IReadOnlyList<OpenListener>> open, TimeProvider clock, Func<IpEndpoint, IpEndpoint?> ask)
    {
        _open = open;
        _clock = clock;
        _ask = ask;
    }

    /// <inheritdoc/>
    public IpEndpoint For(in Flow flow)
    {
        var listener = ListenerOf(flow);
        if (listener is { } local && !IsAny(local)) return local;
        // SIP over WebSocket beside the API has no listener of ours; its peer is reached over its connection whatever port is named.
        var port = listener?.Port ?? flow.Transport.DefaultPort();
        return Towards(flow.Remote).WithPort(port);
    }

    /// <summary>
    /// The flow of a request of ours to an address: through the listener that has the address which the kernel would send from,
    /// else one on all addresses, else any that could. Null when there is none for UDP; TCP and TLS can be opened without one.
    /// Allocates.
    /// </summary>
    public Flow? FlowTo(SipTransport transport, IpEndpoint remote) => FlowTo(transport, remote, default);

    /// <summary>The same through a listener at an address, a port or both; null when there is none, whatever the transport.</summary>
    /// <param name="transport">How requests travel.</param>
    /// <param name="remote">Where to.</param>
    /// <param name="local">The listener's address and port; a part that is 0 does not matter.</param>
    public Flow? FlowTo(SipTransport transport, IpEndpoint remote, IpEndpoint local)
    {
        var source = Towards(remote);
        var able = _open().Where(l => l.Listen.Transport == transport && l.Local.IsV4 == remote.IsV4 && (!l.Local.IsLoopback || remote.IsLoopback)
            && (local.Address == 0 || l.Local.Address == local.Address) && (local.Port == 0 || l.Local.Port == local.Port));
        var best = able.OrderBy(l => l.Local.WithPort(0) == source ? 0 : IsAny(l.Local) ? 1 : l.Local.IsLoopback == remote.IsLoopback ? 2 : 3).FirstOrDefault();
        if (best is not null) return new Flow(transport, best.Index, remote);
        return transport is SipTransport.Tcp or SipTransport.Tls && local == default ? new Flow(transport, NoListener, remote) : null;
    }

    private IpEndpoint? ListenerOf(in Flow flow)
    {
        var open = _open();
        for (var i = 0; i < open.Count; i++)
        {
            if (open[i].Index == flow.Listener) return open[i].Local;
        }
        return null;
    }

    private IpEndpoint Towards(in IpEndpoint remote)
    {
        var address = remote.WithPort(0);
        var slot = address.GetHashCode() & (Slots - 1);
        var now = _clock.GetTimestamp();
        // Two places for an address, so that two busy ones with the same first place do not drive each other out.
        if (Fresh(slot, address, now) is { } first) return first.Local;
        if (Fresh(slot ^ 1, address, now) is { } second) return second.Local;
        var entry = new Entry(address, _ask(remote) ?? Unroutable(remote), now);
        if (Volatile.Read(ref _entries[slot]) is { } other && other.Remote != address && IsFresh(other, now)) slot ^= 1;
        Volatile.Write(ref _entries[slot], entry);
        return entry.Local;
    }

    private Entry? Fresh(int slot, in IpEndpoint remote, long now) =>
        Volatile.Read(ref _entries[slot]) is { } entry && entry.Remote == remote && IsFresh(entry, now) ? entry : null;

    private bool IsFresh(Entry entry, long now) => _clock.GetElapsedTime(entry.AskedAt, now) < KeptFor;

    private static bool IsAny(in IpEndpoint local) => local.IsV4 ? local.V4 == 0 : local.Address == 0;

    // Nothing will arrive there; what is written must still be an address.
    private static IpEndpoint Unroutable(in IpEndpoint remote) =>
        remote.IsV4 ? IpEndpoint.FromV4(0x7F000001, 0) : new IpEndpoint(1, 0);

    private sealed record Entry(IpEndpoint Remote, IpEndpoint Local, long AskedAt);
}
