using Tandem.Switching.Calls;
using Tandem.Switching.Tracing;

namespace Tandem.Api.Running;

/// <summary>The calls of the running switch; the server implements it.</summary>
public interface ILiveCalls
{
    /// <summary>All calls as they stand, in no order.</summary>
    Task<IReadOnlyList<LiveCall>> ListAsync();

    /// <summary>The call of that number as it stands; null when there is none, or it has ended.</summary>
    Task<LiveCall?> FindAsync(Guid id);

    /// <summary>Ends a call; false when there is none of that number.</summary>
    /// <param name="id">The call.</param>
    /// <param name="rule">What the call's record is to say of who ended it.</param>
    Task<bool> HangUpAsync(Guid id, string rule);

    /// <summary>The messages of a call, living or ended, that are still kept, the oldest first.</summary>
    Task<IReadOnlyList<TracedMessage>> TraceAsync(Guid id);

    /// <summary>Messages as a pcap file.</summary>
    byte[] Capture(IReadOnlyList<TracedMessage> messages);
}
