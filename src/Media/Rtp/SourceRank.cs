namespace Tandem.Media.Rtp;

/// <summary>How much speaks for a source that it is the one the signalling spoke of.</summary>
internal enum SourceRank : byte
{
    /// <summary>Nothing.</summary>
    Stranger = 0,
    /// <summary>It has the address that the signalling comes from: a device behind NAT.</summary>
    Signalling,
    /// <summary>It has the address of the SDP, and another port.</summary>
    DescribedAddress,
    /// <summary>It has address and port of the SDP.</summary>
    Described,
}
