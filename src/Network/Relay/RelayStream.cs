using Tandem.Media.Relay;
using Tandem.Media.Rtp;
using Tandem.Sip.Flows;

namespace Tandem.Network.Relay;

/// <summary>A stream between two sides, on four ports of one relay thread.</summary>
internal sealed class RelayStream : IRelayStream
{
    private readonly RelayThread _thread;
    private readonly RtpPortPair _callerPorts;
    private readonly RtpPortPair _calleePorts;
    private readonly RelayLeg _caller;
    private readonly RelayLeg _callee;
    private int _closed;

    internal RelayStream(RelayThread thread, RtpPortPair callerPorts, RtpPortPair calleePorts, RelayKind kind)
    {
        _thread = thread;
        (_callerPorts, _calleePorts) = (callerPorts, calleePorts);
        var roundTrip = new RoundTrip();
        _caller = new RelayLeg(callerPorts, kind, roundTrip, RelaySide.Caller, thread.Targets);
        _callee = new RelayLeg(calleePorts, kind, roundTrip, RelaySide.Callee, thread.Targets) { Other = _caller };
        _caller.Other = _callee;
        _caller.Begin();
        _callee.Begin();
    }

    public ushort PortTowards(RelaySide side) => Leg(side).Port;

    public void SetRemote(RelaySide side, in IpEndpoint rtp, in IpEndpoint rtcp, in IpEndpoint signalling, bool anySource) =>
        Leg(side).SetRemote(in rtp, in rtcp, in signalling, anySource);

    public void SetCodec(RelaySide side, int clockRate, byte telephoneEvents)
    {
        (_caller.ClockRate, _callee.ClockRate) = (clockRate, clockRate);
        Leg(side).Other.TelephoneEvents = telephoneEvents;
    }

    public void Forget(RelaySide side) => Leg(side).Forget();

    public RelayStatistics Read(RelaySide from) => Leg(from).Read();

    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        _caller.End();
        _callee.End();
        _thread.TakeBack(this, _callerPorts, _calleePorts);
    }

    /// <summary>Lets the sockets go that the two sides have for themselves. Only on the relay's thread.</summary>
    internal void DropOwnSockets()
    {
        _caller.DropOwnSocket(_thread);
        _callee.DropOwnSocket(_thread);
    }

    private RelayLeg Leg(RelaySide side) => side == RelaySide.Caller ? _caller : _callee;
}
