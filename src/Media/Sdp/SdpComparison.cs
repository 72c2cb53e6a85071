namespace Tandem.Media.Sdp;

/// <summary>What two bodies of one side have to do with each other.</summary>
public static class SdpComparison
{
    /// <summary>
    /// True when two bodies say the same but for their o= lines: an offer that only refreshes the session, which changes
    /// nothing in the media (RFC 3264 §8, RFC 4028 §7.4). Line by line and byte for byte; allocates nothing.
    /// </summary>
    public static bool AreSameButOrigin(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var linesOfA = new SdpLines(a);
        var linesOfB = new SdpLines(b);
        while (true)
        {
            var hasA = MoveNextButOrigin(ref linesOfA);
            var hasB = MoveNextButOrigin(ref linesOfB);
            if (linesOfA.IsBroken || linesOfB.IsBroken || hasA != hasB) return false;
            if (!hasA) return true;
            if (linesOfA.Type != linesOfB.Type || !linesOfA.Value.Of(a).SequenceEqual(linesOfB.Value.Of(b))) return false;
        }
    }

    private static bool MoveNextButOrigin(ref SdpLines lines)
    {
        while (lines.MoveNext())
        {
            if (lines.Type != 'o') return true;
        }
        return false;
    }
}
