using Tandem.Network.Dns;

namespace Tandem.Server.Gateways;

/// <summary>What is known of one address that operators wrote: the last good answer stays in use until a better one comes.</summary>
internal sealed class ResolvedAddress
{
    /// <summary>The targets in use; empty before the first answer.</summary>
    public IReadOnlyList<SipTarget> Targets { get; private set; } = [];

    /// <summary>When the latest good answer came; null for never.</summary>
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>What went wrong the last time; null for nothing.</summary>
    public string? Error { get; private set; }

    /// <summary>When it is to be asked for again.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>True while it is being asked for.</summary>
    public bool IsAsked { get; set; }

    /// <summary>
    /// Takes an answer. What was found in spite of an error is better than nothing, and worse than what was good before: a
    /// name server that fails halfway must not move calls to another transport.
    /// </summary>
    public void Take(SipTargets answer, DateTimeOffset now)
    {
        Error = answer.Error;
        if (answer.Error is null) ResolvedAt = now;
        if (answer.Error is null || ResolvedAt is null && answer.Targets.Count > 0) Targets = answer.Targets;
    }
}
