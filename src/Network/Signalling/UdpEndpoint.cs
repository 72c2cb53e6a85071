using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// The UDP socket of one shard on one listener. All shards bind the same address with SO_REUSEPORT and the kernel keeps
/// each source with one of them. Used by its shard's thread only; the counters may be read by any.
/// </summary>
/// <remarks>
/// A socket bound to a wildcard address answers from the address the kernel's routing picks. On a machine with several
/// addresses in one network, name each in the listeners: a control message with every datagram (IP_PKTINFO) would cost
/// the other machines for it.
/// </remarks>
public sealed class UdpEndpoint : IDisposable
{
    private readonly Socket _socket;
    private readonly UdpOptions _options;
    private readonly UdpReceiver _receiver;
    private readonly UdpSender _sender;
    private readonly UdpCounters _counters = new();

    private UdpEndpoint(Socket socket, ushort listener, UdpOptions options)
    {
        _socket = socket;
        _options = options;
        Listener = listener;
        var bound = (IPEndPoint)socket.LocalEndPoint!;
        Local = IpEndpoint.From(bound.Address, bound.Port);
        Handle = (int)socket.Handle;
        ReceiveBufferGranted = AskForReceiveBuffer(socket, options.ReceiveBuffer);
        MarkPackets();
        _receiver = options.Batches
            ? new BatchedUdpReceiver(Handle, listener, options, _counters)
            : new PlainUdpReceiver(socket, listener, options, _counters);
        _sender = options.Batches
            ? new BatchedUdpSender(Handle, socket.AddressFamily == AddressFamily.InterNetwork, options, _counters)
            : new PlainUdpSender(socket, options, _counters);
    }

    /// <summary>Opens and binds the socket.</summary>
    /// <param name="listener">The listener's index, carried by the flows of what is received.</param>
    /// <param name="local">The address to bind; port 0 lets the system choose. [::] takes IPv6 only, 0.0.0.0 IPv4 only.</param>
    /// <param name="options">Sizes, and whether to work in batches.</param>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public static UdpEndpoint Open(ushort listener, IpEndpoint local, UdpOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfZero((uint)options.BatchSize, nameof(options.BatchSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)options.BatchSize, 1024u, nameof(options.BatchSize));
        var socket = NewSocket(local);
        try
        {
            if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(Libc.SolSocket, Libc.SoReusePort, BitConverter.GetBytes(1));
            else socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(local.ToIPEndPoint());
            return new UdpEndpoint(socket, listener, options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Finds out whether an address is free for us alone, which SO_REUSEPORT would hide, and which port the system gives
    /// for port 0; the address is let go again.
    /// </summary>
    /// <exception cref="SocketException">The address cannot be bound: another program has it, or it is not ours.</exception>
    public static IpEndpoint Claim(IpEndpoint local)
    {
        using var socket = NewSocket(local);
        socket.ExclusiveAddressUse = true;
        socket.Bind(local.ToIPEndPoint());
        return local.WithPort((ushort)((IPEndPoint)socket.LocalEndPoint!).Port);
    }

    /// <summary>The listener's index.</summary>
    public ushort Listener { get; }

    /// <summary>The address really bound, with the port the system chose when port 0 was asked for.</summary>
    public IpEndpoint Local { get; }

    /// <summary>The file descriptor.</summary>
    public int Handle { get; }

    /// <summary>The receive buffer the kernel granted, in bytes.</summary>
    public int ReceiveBufferGranted { get; }

    /// <summary>The sentence to warn with when the kernel granted less than was asked for; else null.</summary>
    public string? ReceiveBufferWarning => ReceiveBufferGranted >= _options.ReceiveBuffer
        ? null
        : $"udp:{Local}: the kernel granted a receive buffer of {ReceiveBufferGranted >> 10} KiB instead of "
            + $"{_options.ReceiveBuffer >> 10} KiB, so bursts may lose datagrams; "
            + $"allow more with: sysctl -w net.core.rmem_max={_options.ReceiveBuffer}";

    /// <summary>Set by <see cref="ShardWaiter.Wait"/> when there is something to read; cleared by a read that emptied the socket.</summary>
    public bool Ready { get; internal set; }

    /// <summary>Datagrams delivered.</summary>
    public long Received => _counters.Received;

    /// <summary>Errors reported by reads.</summary>
    public long ReceiveErrors => _counters.ReceiveErrors;

    /// <summary>Datagrams dropped because they were longer than <see cref="UdpOptions.MaxDatagram"/>.</summary>
    public long Truncated => _counters.Truncated;

    /// <summary>Datagrams handed to the kernel.</summary>
    public long Sent => _counters.Sent;

    /// <summary>Errors reported by writes, the ICMP answers to earlier datagrams among them.</summary>
    public long SendErrors => _counters.SendErrors;

    /// <summary>Datagrams not sent: no route, the other address family, or the send buffer stayed full.</summary>
    public long SendDrops => _counters.SendDrops;

    internal Socket Socket => _socket;

    /// <summary>Delivers what has arrived, at most a batch, without waiting or allocating.</summary>
    /// <returns>The number of datagrams read; 0 when there was none.</returns>
    public int ReceiveBatch(ISignallingReceiver receiver)
    {
        var count = _receiver.Receive(receiver);
        if (count < _options.BatchSize) Ready = false;
        return count;
    }

    /// <summary>Lends the place of the next datagram, <see cref="IOutbox.MaxMessageLength"/> bytes.</summary>
    public Span<byte> Reserve() => _sender.Reserve();

    /// <summary>
    /// Queues the first <paramref name="length"/> bytes of the place lent last. A full batch is sent at once, the rest by
    /// <see cref="Flush"/>.
    /// </summary>
    public void Send(in IpEndpoint to, int length) => _sender.Send(to, length);

    /// <summary>Sends what is queued. A send buffer that stays full for about 5 ms costs the rest of the batch.</summary>
    public void Flush() => _sender.Flush();

    /// <summary>Marks what is sent from now on with the TOS byte of the options, which may have changed.</summary>
    public void MarkPackets() => PacketMark.Set(_socket, _options.PacketMark());

    /// <summary>Sends what is queued and closes the socket.</summary>
    public void Dispose()
    {
        if (_socket.SafeHandle.IsClosed) return;
        Flush();
        _socket.Dispose();
    }

    private static Socket NewSocket(IpEndpoint local)
    {
        var family = local.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        if (!local.IsV4) socket.DualMode = false;
        return socket;
    }

    private static int AskForReceiveBuffer(Socket socket, int wanted)
    {
        if (!OperatingSystem.IsLinux())
        {
            socket.ReceiveBufferSize = wanted;
            return socket.ReceiveBufferSize;
        }
        Span<byte> value = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(value, wanted);
        try
        {
            // Past net.core.rmem_max, for those who may (CAP_NET_ADMIN).
            socket.SetRawSocketOption(Libc.SolSocket, Libc.SoReceiveBufferForce, value);
        }
        catch (SocketException)
        {
            socket.SetRawSocketOption(Libc.SolSocket, Libc.SoReceiveBuffer, value);
        }
        socket.GetRawSocketOption(Libc.SolSocket, Libc.SoReceiveBuffer, value);
        return MemoryMarshal.Read<int>(value) / 2; // the kernel doubles what it grants, for its own bookkeeping
    }
}
