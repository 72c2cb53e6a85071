using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Tandem.Load;

namespace Tandem.RelayBench;

/// <summary>
/// Both parties of every call send a packet of G.711 each 20 ms, or as rarely as wanted, and what arrives at the other is counted. The
/// calls begin spread over that time, as real ones are. One thread.
/// </summary>
internal sealed class RtpLoad : IDisposable
{
    private const int PacketLength = 172; // 12 of RTP, 160 of G.711
    private const int SentAt = 12; // where a packet carries the time it was sent at

    private readonly int _watch;
    private readonly int _every;
    private readonly Socket[] _sockets;
    private readonly Epoll _epoll = new();
    private readonly byte[] _packet = new byte[PacketLength];
    private readonly byte[] _received = new byte[2048];
    private readonly List<float> _delays = [];
    private bool _measuring;
    private long _sent;
    private long _arrived;
    private double _behind;

    public RtpLoad(IReadOnlyList<Leg> legs, int watch, int every)
    {
        (_watch, _every) = (watch, every);
        _sockets = [.. legs.SelectMany(leg => new[] { Party(leg.Caller, leg.TowardsCaller), Party(leg.Callee, leg.TowardsCallee) })];
        foreach (var (number, socket) in _sockets.Index()) _epoll.Watch((int)socket.Handle, number);
        (_packet[0], _packet[1]) = (0x80, 8);
    }

    /// <summary>Lets them talk, first for the warm-up and then to measure.</summary>
    public RtpLoadResult Run(double warmUp, double seconds)
    {
        var start = Stopwatch.GetTimestamp();
        var measured = (long)(warmUp * 1000);
        var end = measured + (long)(seconds * 1000);
        double processor = 0, began = 0;
        for (var millisecond = 0L; millisecond < end; millisecond++)
        {
            if (millisecond == measured)
            {
                processor = Processor();
                began = Stopwatch.GetElapsedTime(start).TotalSeconds;
                _measuring = true;
            }
            Send(millisecond);
            ReceiveUntil(start + (millisecond + 1) * Stopwatch.Frequency / 1000);
            if (_measuring) _behind = Math.Max(_behind, Stopwatch.GetElapsedTime(start).TotalMilliseconds - millisecond - 1);
        }
        processor = Processor() - processor;
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds - began;
        _measuring = false;
        ReceiveUntil(Stopwatch.GetTimestamp() + Stopwatch.Frequency / 2); // what is still on its way
        _delays.Sort();
        return new RtpLoadResult
        {
            Calls = _sockets.Length / 2, Seconds = took, Sent = _sent, Arrived = _arrived, BehindMilliseconds = _behind,
            ProcessorMicroseconds = processor, DelayP50 = Percentile(0.5), DelayP99 = Percentile(0.99),
        };
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
        _epoll.Dispose();
    }

    private static Socket Party(int port, int relay)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Connect(IPAddress.Loopback, relay);
        return socket;
    }

    private double Processor() => _watch > 0 ? ProcessorTime.Of(_watch) : 0;

    private double Percentile(double part) => _delays.Count == 0 ? 0 : _delays[(int)(part * (_delays.Count - 1))];

    // Every party whose turn this millisecond is. A generator that is behind sends at once what is due: none is left out.
    private void Send(long millisecond)
    {
        var sequence = millisecond / _every;
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), (ushort)sequence);
        BinaryPrimitives.WriteUInt32BigEndian(_packet.AsSpan(4), (uint)(sequence * 160));
        for (var number = (int)(millisecond % _every); number < _sockets.Length; number += _every)
        {
            BinaryPrimitives.WriteInt32BigEndian(_packet.AsSpan(8), number);
            var now = Stopwatch.GetTimestamp();
            MemoryMarshal.Write(_packet.AsSpan(SentAt), _measuring ? now : 0);
            if (Epoll.TrySend((int)_sockets[number].Handle, _packet) && _measuring) _sent++;
        }
    }

    private void ReceiveUntil(long end)
    {
        do
        {
            var ready = _epoll.Wait(Stopwatch.GetTimestamp() < end ? 1 : 0);
            for (var i = 0; i < ready; i++) Receive((int)_sockets[_epoll.Ready(i)].Handle);
        }
        while (Stopwatch.GetTimestamp() < end);
    }

    // A packet of the time before measuring carries no time and is not counted; one of the measurement is, also when it comes late.
    private void Receive(int socket)
    {
        if (Epoll.Receive(socket, _received) != PacketLength) return;
        var sentAt = MemoryMarshal.Read<long>(_received.AsSpan(SentAt));
        if (sentAt == 0) return;
        _arrived++;
        _delays.Add((float)Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds);
    }
}
