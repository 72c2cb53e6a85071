namespace Tandem.Network.Relay;

/// <summary>How media is relayed.</summary>
public sealed record RelayOptions
{
    /// <summary>The ports to lend at first; <see cref="RtpRelay.Use"/> changes them.</summary>
    public required RtpPortRange Ports { get; init; }

    /// <summary>Relay threads, 1 or more; a stream belongs to one of them.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The TOS byte of IPv4, the traffic class of IPv6 (RFC 2474), of what is sent on streams that are opened from now on.</summary>
    public byte PacketMark { get; init; } = 0xa0;

    /// <summary>
    /// How long a port that was given back is lent to nobody. A device that has not yet understood that its call is over goes on sending
    /// for a moment, and must not be heard in another call.
    /// </summary>
    public TimeSpan Quarantine { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many pairs of ports each thread keeps open while nobody has them. Opening sockets costs a call more than all the rest of
    /// setting its media up; kept ones cost a descriptor each.
    /// </summary>
    public int PairsKeptOpen { get; init; } = 256;

    /// <summary>
    /// How long a busy thread lets packets gather at most before it looks again: fewer waits and wakes, for a delay that nobody hears.
    /// It naps less the more packets there are, and with little to do not at all. Zero = never.
    /// </summary>
    public TimeSpan Nap { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>True for IPv4 and IPv6, false for IPv4 alone.</summary>
    public bool Ipv6 { get; init; } = System.Net.Sockets.Socket.OSSupportsIPv6;
}
