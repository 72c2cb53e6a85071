namespace Tandem.Network.Relay;

/// <summary>An even port for RTP and the next for RTCP, and their sockets while they are open.</summary>
internal sealed class RtpPortPair(ushort number)
{
    /// <summary>The even port.</summary>
    public ushort Number { get; } = number;

    /// <summary>The socket of the even port; null when the pair is not open.</summary>
    public RelaySocket? Rtp { get; private set; }

    /// <summary>The socket of the odd port; null when the pair is not open.</summary>
    public RelaySocket? Rtcp { get; private set; }

    /// <summary>True when its sockets are open.</summary>
    public bool IsOpen => Rtp is not null;

    /// <summary>When it may be lent again, by the pool's clock.</summary>
    public long FreeAt { get; set; }

    /// <summary>Gives it its sockets, or takes them away.</summary>
    public void Have(RelaySocket? rtp, RelaySocket? rtcp) => (Rtp, Rtcp) = (rtp, rtcp);
}
