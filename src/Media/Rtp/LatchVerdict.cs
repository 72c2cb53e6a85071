namespace Tandem.Media.Rtp;

/// <summary>What <see cref="SourceLatch"/> says of a packet.</summary>
public enum LatchVerdict : byte
{
    /// <summary>It comes from elsewhere: it is not relayed and not answered.</summary>
    Refused = 0,
    /// <summary>It comes from the source that is latched.</summary>
    Accepted,
    /// <summary>It is accepted, and its source is the latched one from now on: media goes back there.</summary>
    Latched,
}
