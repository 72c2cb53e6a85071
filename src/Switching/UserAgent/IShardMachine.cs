using Tandem.Sip.Flows;

namespace Tandem.Switching.UserAgent;

/// <summary>
/// What runs on a shard by the clock: transactions, calls, probes. All members are called on the shard's thread only, so
/// what they touch needs no lock; what they send goes out at the end of the same turn.
/// </summary>
public interface IShardMachine
{
    /// <summary>When <see cref="OnTimer"/> is to be called next, in ms since the Unix epoch; long.MaxValue for never. Read every turn, so it is cheap.</summary>
    long NextTimer { get; }

    /// <summary>Fires what is due. It may come up to about 20 ms late.</summary>
    void OnTimer(long now);

    /// <summary>
    /// A connection has gone or could not be opened, or there is no socket for a flow: what waits for an answer on it fails.
    /// The connection's number may be another than that of the flow sent on; transport and remote address are the same.
    /// </summary>
    void ConnectionFailed(in Flow flow, long now);
}
