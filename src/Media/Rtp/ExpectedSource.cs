using Tandem.Sip.Flows;

namespace Tandem.Media.Rtp;

/// <summary>What the signalling said about one side's media. Never changes, so that any thread may read it whole.</summary>
/// <param name="Remote">Where it wants media, and is expected to send from; default = nothing is sent to it.</param>
/// <param name="Signalling">Where its signalling comes from; the port does not count; default = not known.</param>
/// <param name="AnySource">Whether a source for which nothing speaks may be latched too.</param>
/// <param name="Generation">Another number when what was latched before is void.</param>
internal sealed record ExpectedSource(IpEndpoint Remote, IpEndpoint Signalling, bool AnySource, int Generation)
{
    /// <summary>Before anything was said.</summary>
    public static readonly ExpectedSource Nothing = new(default, default, false, 0);

    /// <summary>True when something was said; before that nobody is let in.</summary>
    public bool IsKnown => Remote != default || Signalling != default;

    public SourceRank RankOf(in IpEndpoint source)
    {
        if (source == Remote) return SourceRank.Described;
        if (Remote != default && source.Address == Remote.Address) return SourceRank.DescribedAddress;
        return Signalling != default && source.Address == Signalling.Address ? SourceRank.Signalling : SourceRank.Stranger;
    }
}
