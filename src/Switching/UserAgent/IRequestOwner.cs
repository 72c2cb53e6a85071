using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.UserAgent;

/// <summary>What sent a request outside of calls and hears what came of it: the owner of a client transaction.</summary>
public interface IRequestOwner
{
    /// <summary>An answer came, provisional or final.</summary>
    void OnResponse(ClientTransaction transaction, SipMessage response, long now);

    /// <summary>No final answer came in time, or the request could not be sent (RFC 3261 §8.1.3.1: as 408 or 503).</summary>
    void OnFailure(ClientTransaction transaction, bool wasSent, long now);
}
