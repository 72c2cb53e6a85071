using Tandem.Sip.Flows;

namespace Tandem.Switching.Tracing;

/// <summary>Takes the messages of calls as they are received and sent. One instance belongs to one shard; it never waits.</summary>
public interface ICallTrace
{
    /// <summary>Notes one message.</summary>
    /// <param name="call">The call.</param>
    /// <param name="direction">Whether it came in or went out.</param>
    /// <param name="flow">What it travelled on.</param>
    /// <param name="local">Our address on that flow.</param>
    /// <param name="message">The whole message; copied.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    void Note(Guid call, TraceDirection direction, in Flow flow, in IpEndpoint local, ReadOnlySpan<byte> message, long now);
}

/// <summary>Which way a message went.</summary>
public enum TraceDirection : byte
{
    /// <summary>From the peer to us.</summary>
    In,
    /// <summary>From us to the peer.</summary>
    Out,
}
