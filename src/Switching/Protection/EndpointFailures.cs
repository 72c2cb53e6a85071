using Tandem.Sip.Flows;
using Tandem.Switching.Parameters;

namespace Tandem.Switching.Protection;

/// <summary>What is remembered of one endpoint that failed: its failures by source and its suspensions.</summary>
internal sealed class EndpointFailures(string endpoint)
{
    // More sources than this say no more about the attack than these do; the one silent for longest gives way.
    private const int MaxSources = 16;

    /// <summary>From how many failing sources on the endpoint is suspended for all but its known sources (spec §2).</summary>
    private const int SourcesOfAnAttack = 3;

    private readonly List<FailureCount> _sources = [];

    public string Endpoint { get; } = endpoint;

    /// <summary>Set while the endpoint is suspended for everyone, or for all but its known sources.</summary>
    public Suspension? ForEveryone { get; private set; }

    public IEnumerable<Suspension> Suspensions =>
        _sources.Select(s => s.Suspension).Append(ForEveryone).OfType<Suspension>();

    public bool HasSuspension(long now) => Suspensions.Any(s => s.IsInForce(now));

    public Suspension? SuspensionFor(in IpEndpoint source, long now)
    {
        foreach (var count in _sources)
        {
            if (count.Source.Address == source.Address && count.Suspension is { } own && own.IsInForce(now)) return own;
        }
        return ForEveryone is { } all && all.IsInForce(now) ? all : null;
    }

    /// <summary>Counts one failure. Returns the suspension that it brings about, or null.</summary>
    public Suspension? Fail(in IpEndpoint source, string userAgent, long now, in SuspensionSettings settings, bool manualUnlock)
    {
        var window = settings.Time;
        var own = CountOf(source, now, window);
        own.Fail(now, window);
        var total = 0;
        var failing = 0;
        foreach (var count in _sources)
        {
            if (!count.CountsAt(now, window)) continue;
            total += count.Failures;
            failing++;
        }

        var everyone = settings.Scope == SuspensionScope.Endpoint || (failing >= SourcesOfAnAttack && own.Failures < settings.Retry);
        if ((everyone ? total : own.Failures) < settings.Retry) return null;

        var suspension = new Suspension
        {
            Endpoint = Endpoint, Source = source.AddressText, Everyone = everyone, UserAgent = userAgent,
            Failures = everyone ? total : own.Failures, At = now, Until = manualUnlock ? null : now + settings.Time,
        };
        if (everyone)
        {
            ForEveryone = suspension;
            foreach (var count in _sources) count.Reset();
        }
        else
        {
            own.Suspension = suspension;
            own.Reset();
        }
        return suspension;
    }

    public void Restore(Suspension suspension)
    {
        if (suspension.Everyone) ForEveryone = suspension;
        else if (IpEndpoint.TryParse(suspension.Source, 0, out var source)) CountOf(source, suspension.At, 0).Suspension = suspension;
    }

    public void Succeed(in IpEndpoint source, SuspensionScope scope)
    {
        foreach (var count in _sources)
        {
            if (scope == SuspensionScope.Endpoint || count.Source.Address == source.Address) count.Reset();
        }
    }

    private FailureCount CountOf(in IpEndpoint source, long now, long window)
    {
        var address = source.Address;
        if (_sources.Find(s => s.Source.Address == address) is { } known) return known;
        if (_sources.Count >= MaxSources)
        {
            var stalest = _sources.Where(s => s.Suspension is null || !s.Suspension.IsInForce(now)).MinBy(s => s.LastAt) ?? _sources.MinBy(s => s.LastAt)!;
            _sources.Remove(stalest);
        }
        var count = new FailureCount(source.WithPort(0));
        _sources.Add(count);
        return count;
    }
}
