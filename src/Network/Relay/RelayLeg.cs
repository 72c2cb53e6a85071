using Tandem.Media.Relay;
using Tandem.Media.Rtp;
using Tandem.Sip.Flows;

namespace Tandem.Network.Relay;

/// <summary>
/// One side of a stream: takes what comes from it, and sends what goes to it. What is said of it comes from the thread of its call;
/// everything else is done by the relay's thread.
/// </summary>
/// <param name="ports">Our ports towards the side.</param>
/// <param name="kind">What flows.</param>
/// <param name="roundTrip">The stream's round trip.</param>
/// <param name="side">Which side it is.</param>
/// <param name="targets">Where media may be sent.</param>
internal sealed class RelayLeg(RtpPortPair ports, RelayKind kind, RoundTrip roundTrip, RelaySide side, MediaTargets targets)
{
    // A second of voice: after that the source cannot move any more without new signalling (SourceLatch.RelatchPackets), so a socket of
    // its own is worth what opening it costs.
    private const int PacketsBeforeOwnSocket = SourceLatch.RelatchPackets + 10;

    private readonly SourceLatch _rtp = new();
    private readonly SourceLatch _rtcp = new();
    private readonly StreamStatistics _statistics = new();
    private readonly TelephoneEventCounter _keys = new();
    private readonly bool _isRtp = kind == RelayKind.Rtp;
    private readonly DatagramCount _datagrams = new();

    private RelaySocket? _own;
    private IpEndpoint _rtpLocal;
    private IpEndpoint _rtcpLocal;
    private PacketBudget _budget;
    private int _steadyPackets;
    private int _wasTold;
    private long _refusedOther;
    private volatile byte _keyType;
    private volatile bool _hasEnded;

    /// <summary>The other side.</summary>
    public RelayLeg Other { get; set; } = null!;

    /// <summary>Our RTP port towards it.</summary>
    public ushort Port => ports.Number;

    /// <summary>True when it gets nothing any more.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Gets the packets of its ports from now on.</summary>
    public void Begin()
    {
        ports.Rtp!.Leg = this;
        ports.Rtcp!.Leg = this;
    }

    /// <summary>Gets none any more, from the sockets of its ports and from its own.</summary>
    public void End()
    {
        _hasEnded = true;
        ports.Rtp!.Leg = null;
        ports.Rtcp!.Leg = null;
    }

    /// <summary>See <see cref="IRelayStream.SetRemote"/>.</summary>
    public void SetRemote(in IpEndpoint rtp, in IpEndpoint rtcp, in IpEndpoint signalling, bool anySource)
    {
        _rtp.SetRemote(targets.Allowed(rtp, signalling), signalling, anySource);
        var next = rtp == default || rtp.Port == ushort.MaxValue ? default : rtp.WithPort((ushort)(rtp.Port + 1));
        _rtcp.SetRemote(targets.Allowed(rtcp == default ? next : rtcp, signalling), signalling, anySource);
        Volatile.Write(ref _wasTold, 1);
    }

    /// <summary>The RTP clock of what comes from it, in Hz.</summary>
    public int ClockRate
    {
        set => _statistics.ClockRate = value;
    }

    /// <summary>The payload type of the telephone events that come from it; 0 = none are counted.</summary>
    public byte TelephoneEvents
    {
        set => _keyType = value;
    }

    /// <summary>See <see cref="IRelayStream.Forget"/>.</summary>
    public void Forget()
    {
        _rtp.Forget();
        _rtcp.Forget();
        Volatile.Write(ref _wasTold, 1);
    }

    /// <summary>What was measured of what came from it.</summary>
    public RelayStatistics Read()
    {
        var read = _statistics.Read(_rtp, roundTrip.Microseconds, _keys.Count);
        var refused = read.Refused + _rtcp.Refused + Volatile.Read(ref _refusedOther);
        return _isRtp ? read with { Refused = refused } : _datagrams.Over(read) with { Refused = refused };
    }

    /// <summary>Takes the datagram that came to the RTP port.</summary>
    public void TakeRtp(RelaySocket socket, RelayThread thread)
    {
        if (_hasEnded)
        {
            thread.Counters.Late++;
            return;
        }
        RtpHeader header = default;
        if (_isRtp && !RtpHeader.TryRead(thread.Datagram.Bytes, out header))
        {
            if (DtlsRecord.IsDtls(thread.Datagram.Bytes)) TakeDtls(socket, thread);
            else TakeOther(thread);
            return;
        }
        if (!IsAccepted(thread)) return;
        Count(in header, thread);
        if (!socket.IsConnected) Settle(socket, thread);
        Other.SendRtp(thread);
    }

    /// <summary>Takes the datagram that came to the RTCP port.</summary>
    public void TakeRtcp(RelayThread thread)
    {
        var isRtcp = RtcpPacket.IsRtcp(thread.Datagram.Bytes);
        if (!isRtcp && !DtlsRecord.IsDtls(thread.Datagram.Bytes))
        {
            Refuse(thread);
            return;
        }
        var verdict = _rtcp.Accept(thread.Datagram.Source, thread.Now);
        if (verdict == LatchVerdict.Refused)
        {
            thread.Counters.Refused++;
            return;
        }
        if (!MaySpend(thread)) return;
        _rtcpLocal = thread.Datagram.Local((ushort)(Port + 1));
        if (isRtcp) roundTrip.Pass(side, thread.Datagram.Bytes, thread.NowMicroseconds);
        Other.SendRtcp(thread);
    }

    /// <summary>Lets its own socket go, if it has one. Only on the relay's thread.</summary>
    public void DropOwnSocket(RelayThread thread)
    {
        _steadyPackets = 0;
        _rtpLocal = default;
        if (_own is not { } own) return;
        _own = null;
        thread.CloseLater(own);
    }

    private bool IsAccepted(RelayThread thread)
    {
        var verdict = _rtp.Accept(thread.Datagram.Source, thread.Now);
        if (verdict == LatchVerdict.Refused)
        {
            thread.Counters.Refused++;
            return false;
        }
        if (verdict == LatchVerdict.Latched) DropOwnSocket(thread);
        return MaySpend(thread);
    }

    // The keys of SRTP are agreed on before any RTP can come (RFC 5764 §4.1), so this latches like RTP. It is not counted: it is no voice.
    private void TakeDtls(RelaySocket socket, RelayThread thread)
    {
        if (!IsAccepted(thread)) return;
        if (!socket.IsConnected) _rtpLocal = thread.Datagram.Local(Port);
        Other.SendRtp(thread);
    }

    // What else shares the port with RTP (RFC 7983), such as the keys of ZRTP, is the two parties' own affair; it latches nothing.
    private void TakeOther(RelayThread thread)
    {
        if (thread.Datagram.Source != _rtp.Source)
        {
            Refuse(thread);
            return;
        }
        if (!MaySpend(thread)) return;
        if (!RtcpPacket.IsRtcp(thread.Datagram.Bytes))
        {
            Other.SendRtp(thread);
            return;
        }
        // Sent to the port of RTP by a device that takes RFC 5761 for granted.
        roundTrip.Pass(side, thread.Datagram.Bytes, thread.NowMicroseconds);
        Other.SendRtcp(thread);
    }

    private void Refuse(RelayThread thread)
    {
        Volatile.Write(ref _refusedOther, _refusedOther + 1);
        thread.Counters.Refused++;
    }

    private bool MaySpend(RelayThread thread)
    {
        if (_budget.TrySpend(thread.Now)) return true;
        thread.Counters.Excess++;
        return false;
    }

    private void Count(in RtpHeader header, RelayThread thread)
    {
        if (!_isRtp)
        {
            _datagrams.Add(thread.Datagram.Bytes.Length, thread.Now);
            return;
        }
        _statistics.Add(in header, thread.NowMicroseconds);
        var keyType = _keyType;
        if (header.PayloadType == keyType && keyType != 0) _keys.Add(in header, header.PayloadOf(thread.Datagram.Bytes), out _);
    }

    private void Settle(RelaySocket socket, RelayThread thread)
    {
        _rtpLocal = thread.Datagram.Local(Port);
        if (++_steadyPackets != PacketsBeforeOwnSocket || _rtpLocal == default) return;
        // Packets go where they come from, or nowhere while the side is on hold.
        if (_rtp.Destination == thread.Datagram.Source) _own = thread.OpenFor(this, socket, _rtpLocal, thread.Datagram.Source);
    }

    private void SendRtp(RelayThread thread)
    {
        if (Volatile.Read(ref _wasTold) != 0) ThinkAgain(thread);
        if (_own is { } own)
        {
            thread.Sent(thread.Datagram.TrySend(own));
            return;
        }
        var to = _rtp.Destination;
        if (to == default) thread.Counters.Homeless++;
        else thread.Sent(thread.Datagram.TrySend(ports.Rtp!, to, _rtpLocal));
    }

    private void SendRtcp(RelayThread thread)
    {
        if (Volatile.Read(ref _wasTold) != 0) ThinkAgain(thread);
        var to = _rtcp.Destination;
        if (to == default) thread.Counters.Homeless++;
        else thread.Sent(thread.Datagram.TrySend(ports.Rtcp!, to, _rtcpLocal));
    }

    // After new signalling: what was latched may be void, and then so is what was learnt with it.
    private void ThinkAgain(RelayThread thread)
    {
        Interlocked.Exchange(ref _wasTold, 0);
        if (_rtp.Source == default || _rtp.Destination == default) DropOwnSocket(thread);
        if (_rtcp.Source == default) _rtcpLocal = default;
    }
}
