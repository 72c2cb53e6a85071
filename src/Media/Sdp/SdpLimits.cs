namespace Tandem.Media.Sdp;

/// <summary>How much of everything a session description may bring. What is beyond is refused by name, never cut.</summary>
public static class SdpLimits
{
    /// <summary>Bytes of a whole body.</summary>
    public const int MaxLength = 32_768;

    /// <summary>Lines of a body.</summary>
    public const int MaxLines = 1_024;

    /// <summary>Streams (m= lines) of a body.</summary>
    public const int MaxMedia = 16;
}
