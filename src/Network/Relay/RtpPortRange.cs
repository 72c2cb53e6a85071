namespace Tandem.Network.Relay;

/// <summary>The UDP ports that media may use. They are lent in pairs, an even port for RTP and the next for RTCP (RFC 3550 §11).</summary>
/// <param name="Lowest">The lowest port.</param>
/// <param name="Highest">The highest port.</param>
public readonly record struct RtpPortRange(ushort Lowest, ushort Highest)
{
    /// <summary>The even ports of the range whose odd neighbours are in it too.</summary>
    public IEnumerable<ushort> Pairs
    {
        get
        {
            for (var port = Lowest + (Lowest & 1); port < Highest; port += 2) yield return (ushort)port;
        }
    }

    /// <summary>True when the pair that begins with an even port is in the range.</summary>
    public bool HasPair(ushort even) => even >= Lowest && even < Highest;
}
