using Tandem.Sip.Flows;

namespace Tandem.Network.Relay;

/// <summary>
/// Where media may be sent. An SDP can name any address, and the relay would carry its writer's bytes there: to what listens on
/// this machine's loopback only, or to our own SIP port, where a gateway is perhaps known by this machine's address. So the addresses of
/// this machine are for parties on this machine, but for the relay's own ports, through which a call may pass twice.
/// </summary>
/// <param name="isOurs">Tells whether an address is one of this machine's.</param>
internal sealed class MediaTargets(Func<IpEndpoint, bool> isOurs)
{
    private const uint FirstMulticast = 0xE000_0000; // 224.0.0.0: above are multicast, reserved and broadcast addresses
    private const byte MulticastV6 = 0xFF;

    private volatile uint _ports;

    /// <summary>The relay's own ports.</summary>
    public RtpPortRange Ports
    {
        get => new((ushort)(_ports >> 16), (ushort)_ports);
        set => _ports = (uint)value.Lowest << 16 | value.Highest;
    }

    /// <summary>
    /// The target, or when it may not be one, the same port where the side's signalling comes from: behind NAT the address of an SDP may
    /// well be one of ours by chance, and its packets will tell the right one.
    /// </summary>
    /// <param name="target">Where the side wants media; default = nowhere.</param>
    /// <param name="signalling">Where its signalling comes from; default = not known.</param>
    public IpEndpoint Allowed(in IpEndpoint target, in IpEndpoint signalling)
    {
        if (target == default || MayBeSentTo(target, signalling)) return target;
        return signalling == default ? default : signalling.WithPort(target.Port);
    }

    private bool MayBeSentTo(in IpEndpoint target, in IpEndpoint signalling)
    {
        if (IsForMany(target)) return false;
        if (!target.IsLoopback && !isOurs(target)) return true;
        var isHere = signalling.IsLoopback || isOurs(signalling);
        return isHere || (!target.IsLoopback && target.Port >= Ports.Lowest && target.Port <= Ports.Highest);
    }

    private static bool IsForMany(in IpEndpoint target) =>
        target.IsV4 ? target.V4 >= FirstMulticast || target.V4 == 0 : (byte)(target.Address >> 120) == MulticastV6 || target.Address == 0;
}
