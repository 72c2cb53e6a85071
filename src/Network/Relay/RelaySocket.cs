using System.Diagnostics.CodeAnalysis;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Relay;

/// <summary>
/// A UDP socket of the relay. One that hears everybody belongs to a port for as long as it is open and serves one call after another;
/// one that hears a single peer belongs to a side of one stream.
/// </summary>
internal sealed unsafe class RelaySocket
{
    // Many times what can come in the moment between binding and connecting.
    private const int ReadBeforeCertain = 1024;

    private RelayLeg? _leg;
    private IpEndpoint _local;
    private int _read;

    private RelaySocket(int descriptor, bool v6)
    {
        Descriptor = descriptor;
        IsV6 = v6;
    }

    /// <summary>The kernel's number of it.</summary>
    public int Descriptor { get; }

    /// <summary>True for an IPv6 socket; one that hears everybody takes IPv4 as well.</summary>
    public bool IsV6 { get; }

    /// <summary>True when it hears a single peer.</summary>
    public bool IsConnected { get; private init; }

    /// <summary>The peer that it hears; default when it hears everybody.</summary>
    public IpEndpoint Peer { get; private init; }

    /// <summary>
    /// True when what is read now can be from its peer alone. Between its binding and its connecting a socket hears everybody for a moment,
    /// and what came then stands first in its buffer.
    /// </summary>
    public bool HearsNobodyElse => _read >= ReadBeforeCertain;

    /// <summary>True when it is for RTCP.</summary>
    public bool IsRtcp { get; private init; }

    /// <summary>The TOS byte of what it sends; a new socket has 0.</summary>
    public byte PacketMark { get; private set; }

    /// <summary>Its place among the sockets of its thread.</summary>
    public int Slot { get; set; }

    /// <summary>The turn of the thread in which it had something to read the last time.</summary>
    public int LastTurn { get; set; } = -2;

    /// <summary>Whose packets it gets; null when nobody's. Set by the threads of calls, read by the relay's.</summary>
    public RelayLeg? Leg
    {
        get => Volatile.Read(ref _leg);
        set => Volatile.Write(ref _leg, value);
    }

    /// <summary>Opens a socket that hears everybody. False when the port is somebody else's, or nothing more can be opened.</summary>
    public static bool TryOpen(ushort port, bool rtcp, bool v6, [NotNullWhen(true)] out RelaySocket? socket)
    {
        socket = null;
        var any = v6 ? new IpEndpoint(UInt128.Zero, port) : IpEndpoint.FromV4(0, port);
        if (!TryMake(v6, out var descriptor)) return false;
        // Which of our addresses a packet was sent to is where the answer must come from; only the packet tells.
        var isReady = v6
            ? RelayCalls.TrySetOption(descriptor, RelayCalls.LevelIpv6, RelayCalls.Ipv6Only, 0)
                && RelayCalls.TrySetOption(descriptor, RelayCalls.LevelIpv6, RelayCalls.Ipv6ReceivePacketInfo, 1)
            : RelayCalls.TrySetOption(descriptor, RelayCalls.LevelIp, RelayCalls.IpPacketInfo, 1);
        if (isReady && TryBind(descriptor, any)) socket = new RelaySocket(descriptor, v6) { IsRtcp = rtcp };
        else _ = Libc.Close(descriptor);
        return socket is not null;
    }

    /// <summary>
    /// Opens a second socket on the port of this one, for a single peer. The kernel gives each packet to the socket that fits it best, so
    /// the peer's come there, and everybody else's stay here, where they are refused and counted.
    /// </summary>
    /// <param name="local">Our address and port that the peer sends to.</param>
    /// <param name="remote">The peer.</param>
    /// <param name="socket">The socket.</param>
    public bool TryOpenFor(in IpEndpoint local, in IpEndpoint remote, [NotNullWhen(true)] out RelaySocket? socket)
    {
        socket = null;
        if (!TryMake(!remote.IsV4, out var descriptor)) return false;
        // Both agree to share the port for this moment only: a program that comes later cannot have it.
        var isBound = Share(Descriptor, true) && Share(descriptor, true) && TryBind(descriptor, local);
        Share(Descriptor, false);
        Share(descriptor, false);
        if (isBound && TryConnect(descriptor, remote))
            socket = new RelaySocket(descriptor, !remote.IsV4) { IsConnected = true, Peer = remote, IsRtcp = IsRtcp, _local = local };
        else _ = Libc.Close(descriptor);
        return socket is not null;
    }

    /// <summary>Counts a packet whose source was asked for.</summary>
    public void CountRead() => _read++;

    /// <summary>Turns from its single peer to itself, so that it gets nothing more and can be read to the end before it is closed.</summary>
    public void TurnAway() => TryConnect(Descriptor, _local);

    /// <summary>Marks what it sends from now on (RFC 2474).</summary>
    public void Mark(byte mark)
    {
        if (PacketMark == mark) return;
        PacketMark = mark;
        // An IPv6 socket that sends IPv4 as well has both. The mark is a wish: without it packets travel like any others.
        RelayCalls.TrySetOption(Descriptor, RelayCalls.LevelIp, RelayCalls.IpTypeOfService, mark);
        if (IsV6) RelayCalls.TrySetOption(Descriptor, RelayCalls.LevelIpv6, RelayCalls.Ipv6TrafficClass, mark);
    }

    /// <summary>Closes it. Only its thread does so, between two turns, so that it never reads or sends through a number that is another file's.</summary>
    public void Close() => _ = Libc.Close(Descriptor);

    private static bool TryMake(bool v6, out int descriptor)
    {
        descriptor = RelayCalls.Socket(v6 ? Libc.AfInet6 : Libc.AfInet, RelayCalls.Datagrams | Libc.NonBlocking | Libc.CloseOnExec, 0);
        return descriptor >= 0;
    }

    private static bool TryBind(int descriptor, in IpEndpoint local)
    {
        SocketName name = default;
        var length = name.Set(local);
        return RelayCalls.Bind(descriptor, &name, length) == 0;
    }

    private static bool TryConnect(int descriptor, in IpEndpoint remote)
    {
        SocketName name = default;
        var length = name.Set(remote);
        return RelayCalls.Connect(descriptor, &name, length) == 0;
    }

    private static bool Share(int descriptor, bool share) =>
        RelayCalls.TrySetOption(descriptor, Libc.SolSocket, RelayCalls.SoReuseAddress, share ? 1 : 0);
}
