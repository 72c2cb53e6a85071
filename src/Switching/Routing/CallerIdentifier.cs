using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>Finds out who sends an INVITE (spec: switch §2, step 3). One instance belongs to one shard.</summary>
public sealed class CallerIdentifier
{
    /// <summary>Identifies the sender; checks locks and validity of what it finds as well.</summary>
    public CallerVerdict Identify(SipMessage invite, in Flow flow, long now) => throw new NotSupportedException();

    /// <summary>Writes the challenges into a 401 or 407 (SS_SIP_AUTHENTICATION_CODE says which: <see cref="ChallengeStatus"/>).</summary>
    public void WriteChallenge(ref ResponseWriter writer, SipMessage invite, in Flow flow, bool stale, long now) => throw new NotSupportedException();

    /// <summary>401 or 407.</summary>
    public int ChallengeStatus => 401;

    /// <summary>The numbers of an INVITE as the caller's settings say they are to be read; empty when absent.</summary>
    public CallNumbers ReadNumbers(SipMessage invite, Caller caller) => throw new NotSupportedException();
}
