using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tandem.Media.Relay;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Relay;

/// <summary>
/// A thread that relays: waits for its sockets, reads one datagram of each that is ready, sends it on. It has ports of its own, so a
/// stream's two sides meet on one thread and need no lock.
/// </summary>
internal sealed class RelayThread : IDisposable
{
    // How late a socket is closed that nobody needs any more, and how often the thread looks up when there is no traffic.
    private const int TidyEveryMs = 100;
    // What a socket may have read at once when it had something to read in two turns running.
    private const int MostAtOnce = 16;
    private const int BindAttempts = 64;
    private const int WorthANap = 64;

    private readonly RelayOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RelaySockets _sockets = new();
    private readonly Nap _nap;
    private readonly ConcurrentQueue<RelayStream> _ended = new();
    private readonly ConcurrentQueue<RtpPortPair> _toShut = new();
    private readonly ConcurrentQueue<RelaySocket> _toClose = new();
    private readonly Thread _thread;
    private volatile bool _stop;
    private int _turn;
    private long _faultLoggedAt;

    internal RelayThread(int number, RelayOptions options, MediaTargets targets, TimeProvider clock, ILogger logger)
    {
        Targets = targets;
        _options = options;
        _clock = clock;
        _logger = logger;
        _nap = new Nap(options.Nap, WorthANap);
        Pool = new RtpPortPool(options.PairsKeptOpen, options.Quarantine, clock);
        _thread = new Thread(Run) { Name = $"relay {number}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Its ports.</summary>
    internal RtpPortPool Pool { get; }

    /// <summary>Where media may be sent.</summary>
    internal MediaTargets Targets { get; }

    /// <summary>Streams that are open on it.</summary>
    internal int Streams => Pool.Lent / 2;

    /// <summary>Its sockets at present.</summary>
    internal int Sockets => _sockets.Count;

    /// <summary>What it has counted.</summary>
    internal RelayCounters Counters { get; } = new();

    /// <summary>The datagram in hand.</summary>
    internal RelayDatagram Datagram { get; } = new();

    /// <summary>The time of this turn in milliseconds since the Unix epoch.</summary>
    internal long Now { get; private set; }

    /// <summary>The time of this turn in microseconds since the Unix epoch.</summary>
    internal long NowMicroseconds { get; private set; }

    /// <summary>Opens a stream. Null when it has no ports left. Any thread may call it.</summary>
    internal RelayStream? TryOpen(RelayKind kind, byte mark)
    {
        if (TryLend(mark) is not { } caller) return null;
        if (TryLend(mark) is { } callee) return new RelayStream(this, caller, callee, kind);
        GiveBack(caller);
        return null;
    }

    /// <summary>Takes a closed stream's ports back. Any thread may call it.</summary>
    internal void TakeBack(RelayStream stream, RtpPortPair caller, RtpPortPair callee)
    {
        _ended.Enqueue(stream);
        GiveBack(caller);
        GiveBack(callee);
    }

    /// <summary>Lends these pairs of ports from now on. Any thread may call it.</summary>
    internal void Use(IEnumerable<ushort> evenPorts)
    {
        foreach (var pair in Pool.Use(evenPorts)) _toShut.Enqueue(pair);
    }

    /// <summary>Opens a socket for a single peer beside one that hears everybody; null when that is not possible.</summary>
    internal RelaySocket? OpenFor(RelayLeg leg, RelaySocket beside, in IpEndpoint local, in IpEndpoint remote)
    {
        if (!beside.TryOpenFor(in local, in remote, out var socket)) return null;
        socket.Mark(beside.PacketMark);
        socket.Leg = leg;
        if (_sockets.TryAdd(socket)) return socket;
        socket.Close();
        return null;
    }

    /// <summary>Closes a socket once nothing that the latest wait told of is still looked at.</summary>
    internal void CloseLater(RelaySocket socket) => _toClose.Enqueue(socket);

    /// <summary>Counts what was sent.</summary>
    internal void Sent(bool sent)
    {
        if (sent) Counters.Relayed++;
        else Counters.SendErrors++;
    }

    /// <summary>Ends the thread and closes all sockets.</summary>
    public void Dispose()
    {
        _stop = true;
        _sockets.Wake();
        _thread.Join();
        _sockets.Dispose();
    }

    private void Run()
    {
        while (!_stop) Turn();
    }

    private void Turn()
    {
        var ready = _sockets.Wait(TidyEveryMs);
        BeginTurn();
        for (var i = 0; i < ready; i++) Serve(i);
        Tidy();
        _nap.After(ready, NowMicroseconds);
    }

    private void BeginTurn()
    {
        _turn++;
        // The clock that calls go by, so that both mean the same when they say how long nothing has been heard.
        NowMicroseconds = (_clock.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        Now = NowMicroseconds / 1000;
    }

    private void Serve(int index)
    {
        if (_sockets.Ready(index) is not { } socket) return;
        // Voice comes one packet in many turns. A socket that is ready twice running has more than that, and its packets must not
        // wait for one turn each.
        var most = socket.LastTurn == _turn - 1 ? MostAtOnce : 1;
        socket.LastTurn = _turn;
        Read(socket, most);
    }

    private void Read(RelaySocket socket, int most)
    {
        try
        {
            while (most-- > 0 && Datagram.TryReceive(socket))
            {
                if (socket.Leg is not { } leg) Counters.Late++;
                else if (socket.IsRtcp) leg.TakeRtcp(this);
                else leg.TakeRtp(socket, this);
            }
        }
        catch (Exception fault)
        {
            Counters.Faults++;
            if (Now - _faultLoggedAt < 1000) return;
            _faultLoggedAt = Now;
            _logger.LogError(fault, "A media packet was dropped because of a fault of the switch.");
        }
    }

    private void Tidy()
    {
        while (_ended.TryDequeue(out var stream)) stream.DropOwnSockets();
        while (_toShut.TryDequeue(out var pair)) Shut(pair);
        while (_toClose.TryDequeue(out var socket)) Close(socket);
        Counters.AllocatedBytes = GC.GetAllocatedBytesForCurrentThread();
    }

    private void Close(RelaySocket socket)
    {
        if (socket.Leg is { HasEnded: false })
        {
            // The call goes on, and nothing of it may be lost: what came to this socket is read, the next packet comes to its port's.
            socket.TurnAway();
            Read(socket, MostAtOnce);
        }
        _sockets.Close(socket);
    }

    private void Shut(RtpPortPair pair)
    {
        if (pair.Rtp is { } rtp) _sockets.Close(rtp);
        if (pair.Rtcp is { } rtcp) _sockets.Close(rtcp);
        pair.Have(null, null);
        Pool.Shut(pair);
    }

    private void GiveBack(RtpPortPair pair)
    {
        if (Pool.GiveBack(pair)) _toShut.Enqueue(pair);
    }

    // A port that another program has is left alone for a rest, and the next one tried.
    private RtpPortPair? TryLend(byte mark)
    {
        for (var attempt = 0; attempt < BindAttempts; attempt++)
        {
            if (Pool.TryLend() is not { } pair) return null;
            if (pair.IsOpen || TryOpen(pair))
            {
                pair.Rtp!.Mark(mark);
                pair.Rtcp!.Mark(mark);
                return pair;
            }
            GiveBack(pair);
        }
        return null;
    }

    private bool TryOpen(RtpPortPair pair)
    {
        if (!RelaySocket.TryOpen(pair.Number, rtcp: false, _options.Ipv6, out var rtp)) return false;
        if (RelaySocket.TryOpen((ushort)(pair.Number + 1), rtcp: true, _options.Ipv6, out var rtcp))
        {
            if (_sockets.TryAdd(rtp))
            {
                if (_sockets.TryAdd(rtcp))
                {
                    pair.Have(rtp, rtcp);
                    return true;
                }
                CloseLater(rtp); // its thread may be reading from it
                rtcp.Close();
                return false;
            }
            rtcp.Close();
        }
        rtp.Close();
        return false;
    }
}
