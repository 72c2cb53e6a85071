using Tandem.Sip.Flows;

namespace Tandem.Media.Rtp;

/// <summary>The source that one side's media is taken from. Only the counters change; source and rank are for ever.</summary>
/// <param name="source">The address and port.</param>
/// <param name="rank">What spoke for it.</param>
/// <param name="generation">Of which <see cref="ExpectedSource"/> it is.</param>
internal sealed class LatchedSource(in IpEndpoint source, SourceRank rank, int generation)
{
    public IpEndpoint Source { get; } = source;

    public SourceRank Rank { get; } = rank;

    public int Generation { get; } = generation;

    /// <summary>When the first source of this generation was latched.</summary>
    public required long FirstAt { get; init; }

    /// <summary>The packets accepted since then, whichever source was latched.</summary>
    public required int Packets { get; set; }

    /// <summary>When the latest packet was accepted.</summary>
    public required long LastAt { get; set; }
}
