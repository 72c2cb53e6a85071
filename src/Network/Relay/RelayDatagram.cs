using System.Runtime.CompilerServices;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Relay;

/// <summary>The one datagram that a relay thread has in its hands. What the kernel writes to is allocated once and pinned.</summary>
internal sealed unsafe class RelayDatagram
{
    private const int Capacity = 65_536;
    private const int DoNotSignal = 0x4000; // MSG_NOSIGNAL

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
    private readonly Envelope[] _envelopes = GC.AllocateArray<Envelope>(1, pinned: true);
    private readonly byte* _start;
    private readonly Envelope* _envelope;
    private int _length;

    internal RelayDatagram()
    {
        _start = (byte*)Unsafe.AsPointer(ref _bytes[0]);
        _envelope = (Envelope*)Unsafe.AsPointer(ref _envelopes[0]);
        _envelope->Piece.Start = _start;
        _envelope->Header.Name = &_envelope->Name;
        _envelope->Header.Pieces = &_envelope->Piece;
        _envelope->Header.PieceCount = 1;
    }

    /// <summary>Its bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => new(_start, _length);

    /// <summary>Where it came from.</summary>
    internal IpEndpoint Source { get; private set; }

    /// <summary>
    /// Reads the next datagram of a socket. False when there is none; an error that waits at the socket (the ICMP answer to an earlier
    /// packet) is taken away by this and means the same.
    /// </summary>
    internal bool TryReceive(RelaySocket socket) => socket.IsConnected ? ReceiveFromPeer(socket) : ReceiveFromAnybody(socket);

    /// <summary>Which of our addresses it came to, with the port given; only of a socket that hears everybody, and until the next one is sent.</summary>
    internal IpEndpoint Local(ushort port) => _envelope->Origin.Read(_envelope->Header.ControlLength, port);

    /// <summary>Sends it to the one peer of a socket. False when it could not be sent.</summary>
    internal bool TrySend(RelaySocket socket)
    {
        if (RelayCalls.Send(socket.Descriptor, _start, (nuint)_length, DoNotSignal) >= 0) return true;
        // The ICMP answer to an earlier packet is told here once, and this one has not been tried yet.
        return RelayCalls.Send(socket.Descriptor, _start, (nuint)_length, DoNotSignal) >= 0;
    }

    /// <summary>Sends it through a socket that hears everybody. False when it could not be sent.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="to">Where to.</param>
    /// <param name="local">Which of our addresses it goes from; default = as the system has it.</param>
    internal bool TrySend(RelaySocket socket, in IpEndpoint to, in IpEndpoint local)
    {
        var header = &_envelope->Header;
        header->NameLength = _envelope->Name.Set(to);
        _envelope->Piece.Length = (nuint)_length;
        var hasOrigin = local != default && local.IsV4 == to.IsV4;
        header->Control = &_envelope->Origin;
        header->ControlLength = hasOrigin ? _envelope->Origin.Write(local, socket.IsV6) : 0;
        return RelayCalls.SendMessage(socket.Descriptor, header, DoNotSignal) >= 0;
    }

    private bool ReceiveFromPeer(RelaySocket socket)
    {
        // Asking for the source costs a thirtieth of relaying the packet, so it is asked for no longer than needed.
        if (socket.HearsNobodyElse) return Received(RelayCalls.Receive(socket.Descriptor, _start, Capacity, 0), socket.Peer);
        socket.CountRead();
        uint nameLength = SocketName.Size;
        var length = RelayCalls.ReceiveFrom(socket.Descriptor, _start, Capacity, 0, &_envelope->Name, &nameLength);
        return Received(length, _envelope->Name.Endpoint);
    }

    private bool ReceiveFromAnybody(RelaySocket socket)
    {
        var header = &_envelope->Header;
        header->NameLength = SocketName.Size;
        header->Control = &_envelope->Origin;
        header->ControlLength = PacketOrigin.Capacity;
        _envelope->Piece.Length = Capacity;
        var length = RelayCalls.ReceiveMessage(socket.Descriptor, header, 0);
        return Received(length, _envelope->Name.Endpoint);
    }

    private bool Received(nint length, in IpEndpoint source)
    {
        if (length < 0) return false;
        _length = (int)length;
        Source = source;
        return true;
    }

    /// <summary>What stands around the bytes.</summary>
    private struct Envelope
    {
        internal Libc.Header Header;
        internal Libc.Piece Piece;
        internal SocketName Name;
        internal PacketOrigin Origin;
    }
}
