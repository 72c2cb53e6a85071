using Tandem.Sip.Flows;

namespace Tandem.Switching.Calls;

/// <summary>Keeps the last SIP messages of each call, for ladders and packet captures. One instance belongs to one shard.</summary>
public interface ICallTrace
{
    /// <summary>Notes a message of a call; what is handed over is copied within the call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="sent">True for one that we sent.</param>
    /// <param name="flow">What it went over; its remote address is the peer's.</param>
    /// <param name="local">Our address.</param>
    /// <param name="message">Its bytes.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    void Note(Guid call, bool sent, in Flow flow, in IpEndpoint local, ReadOnlySpan<byte> message, long now);
}
