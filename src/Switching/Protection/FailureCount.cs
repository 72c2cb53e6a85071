using Tandem.Sip.Flows;

namespace Tandem.Switching.Protection;

/// <summary>The failures of one endpoint from one source, and the suspension they led to.</summary>
internal sealed class FailureCount(IpEndpoint source)
{
    public IpEndpoint Source { get; } = source;

    public int Failures { get; private set; }

    public long LastAt { get; private set; }

    /// <summary>Set while the endpoint is suspended for this source.</summary>
    public Suspension? Suspension { get; set; }

    public bool CountsAt(long now, long window) => Failures > 0 && now - LastAt < window;

    public void Fail(long now, long window)
    {
        Failures = CountsAt(now, window) ? Failures + 1 : 1;
        LastAt = now;
    }

    public void Reset() => Failures = 0;
}
