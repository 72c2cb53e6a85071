using Tandem.Media.Relay;

namespace Tandem.Media.Rtp;

/// <summary>Tells from what was measured whether a call was heard both ways.</summary>
public static class MediaVerdicts
{
    /// <summary>
    /// So many packets are a voice. Fewer are what devices send to open a NAT, a single comfort noise packet, or a key, and nobody
    /// hears anything of them: five are a tenth of a second.
    /// </summary>
    public const int FewestPackets = 5;

    /// <summary>The verdict about one stream.</summary>
    /// <param name="caller">What came from the caller.</param>
    /// <param name="callee">What came from the callee.</param>
    public static MediaVerdict Of(in RelayStatistics caller, in RelayStatistics callee) => (IsHeard(in caller), IsHeard(in callee)) switch
    {
        (true, true) => MediaVerdict.TwoWay,
        (true, false) => MediaVerdict.CallerOnly,
        (false, true) => MediaVerdict.CalleeOnly,
        _ => MediaVerdict.Silent,
    };

    private static bool IsHeard(in RelayStatistics side) => side.Packets >= FewestPackets;
}
