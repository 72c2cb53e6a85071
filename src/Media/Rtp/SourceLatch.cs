using Tandem.Sip.Flows;

namespace Tandem.Media.Rtp;

/// <summary>
/// Decides from which source the media of one side is taken, and where media for it goes: symmetric RTP (RFC 4961) that cannot be
/// stolen or poisoned. RTP and RTCP each have one.
/// </summary>
/// <remarks>
/// <para>
/// Behind NAT a device's SDP is wrong, so the switch must learn from packets where the device is. A relay that learns from any
/// packet sends the call to whoever throws packets at its ports (RTP bleed), and one that never stops listening to others mixes
/// their packets into it (injection). Both are kept out by what a source must show:
/// </para>
/// <para>
/// To be latched it must have an address that the signalling vouched for: that of the SDP, or that which the authenticated
/// signalling comes from. Somebody who sprays all ports from an address of his own has neither, however early he comes and however
/// long he tries, and gets nothing: a packet that is refused is not answered, and neither time nor count of the latch moves.
/// Only where an operator allows any source (media behind another address than its signalling) does the first packet decide, and
/// even there a source that is vouched for takes over from a stranger, and never a stranger from anybody.
/// </para>
/// <para>
/// Once latched, address and port must be the same. To move, a source must come while the stream is young, less than
/// <see cref="RelatchTime"/> old and less than <see cref="RelatchPackets"/> packets long. These count from the first latch of all, so
/// nobody can keep the time open by moving. In it, a source for which more speaks (the very port of the SDP before another
/// port, the SDP's address before that of the signalling) takes over at once: a forged or stray packet before the real ones
/// costs the call nothing. One for which no more speaks, which is what NAT makes when it changes a port and also what a neighbour behind the
/// same NAT can make, takes over only when the latched source is silent (<see cref="Silence"/>): nobody gets between two packets
/// of somebody who talks. After that only new signalling unlatches.
/// </para>
/// <para>
/// What remains is somebody who forges the address and the very port of the latched source, which no address check can tell; that
/// takes SRTP, which passes through the relay from end to end.
/// </para>
/// <para>
/// Threads: <see cref="Accept"/> is called by the relay's thread alone, <see cref="SetRemote"/> and <see cref="Forget"/> by one
/// thread at a time, which may be another; everything can be read from anywhere. Accepting allocates only when a source is latched.
/// </para>
/// </remarks>
public sealed class SourceLatch
{
    /// <summary>Milliseconds from the first latch during which the source may still move.</summary>
    public const int RelatchTime = 3_000;

    /// <summary>Packets from the first latch on during which the source may still move.</summary>
    public const int RelatchPackets = 50;

    /// <summary>Milliseconds without a packet after which a source for which no more speaks may take over: five packets of 20 ms.</summary>
    public const int Silence = 100;

    private ExpectedSource _expected = ExpectedSource.Nothing;
    private LatchedSource? _latched;
    private long _refused;

    /// <summary>The latched source; default when none is.</summary>
    public IpEndpoint Source => Current(Volatile.Read(ref _expected))?.Source ?? default;

    /// <summary>
    /// Where media for this side goes: the latched source, until there is one the SDP's address. Default = nowhere, as long as
    /// the side named no address (hold, no SDP yet).
    /// </summary>
    public IpEndpoint Destination
    {
        get
        {
            var expected = Volatile.Read(ref _expected);
            return expected.Remote == default ? default : Current(expected)?.Source ?? expected.Remote;
        }
    }

    /// <summary>The packets refused so far.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>
    /// Says what the signalling of this side said. The same address again changes nothing; another unlatches, and so does another
    /// address of the signalling when that was what spoke for the latched source (a device that moved to another network).
    /// </summary>
    /// <param name="remote">Where it wants media; default = it wants none.</param>
    /// <param name="signalling">Where its signalling comes from; the port does not count; default = not known.</param>
    /// <param name="anySource">True to latch a stranger when nobody better has come yet; a stranger is let go when that ends.</param>
    public void SetRemote(in IpEndpoint remote, in IpEndpoint signalling, bool anySource = false)
    {
        var before = _expected;
        var voided = Current(before)?.Rank switch
        {
            SourceRank.Signalling => before.Signalling.Address != signalling.Address,
            SourceRank.Stranger => !anySource,
            _ => false,
        };
        var generation = remote == before.Remote && !voided ? before.Generation : before.Generation + 1;
        Volatile.Write(ref _expected, new ExpectedSource(remote, signalling, anySource, generation));
    }

    /// <summary>Forgets what is latched and what the signalling said: nobody is let in until it says something new.</summary>
    public void Forget() => Volatile.Write(ref _expected, ExpectedSource.Nothing with { Generation = _expected.Generation + 1 });

    /// <summary>Decides about a packet that came. For an RTP stream ask only about packets that are RTP, so that no other latches.</summary>
    /// <param name="source">Where it came from, as seen on the wire.</param>
    /// <param name="now">The time in milliseconds since the Unix epoch.</param>
    public LatchVerdict Accept(in IpEndpoint source, long now)
    {
        var expected = Volatile.Read(ref _expected);
        var latched = Current(expected);
        if (latched is not null && latched.Source == source)
        {
            if (latched.Packets < RelatchPackets) latched.Packets++;
            latched.LastAt = now;
            return LatchVerdict.Accepted;
        }
        var rank = expected.RankOf(in source);
        var mayLatch = latched is null ? MayBeFirst(expected, rank) : MayTakeOver(latched, rank, now);
        if (mayLatch) return Latch(in source, rank, expected.Generation, latched, now);
        Volatile.Write(ref _refused, _refused + 1);
        return LatchVerdict.Refused;
    }

    // What was latched before the signalling said something else is void.
    private LatchedSource? Current(ExpectedSource expected)
    {
        var latched = Volatile.Read(ref _latched);
        return latched?.Generation == expected.Generation ? latched : null;
    }

    private bool MayBeFirst(ExpectedSource expected, SourceRank rank) =>
        rank != SourceRank.Stranger || (expected.AnySource && expected.IsKnown);

    private static bool MayTakeOver(LatchedSource latched, SourceRank rank, long now)
    {
        if (rank == SourceRank.Stranger) return false;
        if (now - latched.FirstAt >= RelatchTime || latched.Packets >= RelatchPackets) return false;
        if (rank > latched.Rank) return true;
        // Among the ports of the SDP's address the one it names comes first, but must not keep the others out when it is silent.
        var asGood = latched.Rank == SourceRank.Described ? SourceRank.DescribedAddress : latched.Rank;
        return rank >= asGood && now - latched.LastAt >= Silence;
    }

    private LatchVerdict Latch(in IpEndpoint source, SourceRank rank, int generation, LatchedSource? before, long now)
    {
        var latched = new LatchedSource(in source, rank, generation)
        {
            FirstAt = before?.FirstAt ?? now,
            Packets = (before?.Packets ?? 0) + 1,
            LastAt = now,
        };
        Volatile.Write(ref _latched, latched);
        return LatchVerdict.Latched;
    }
}
