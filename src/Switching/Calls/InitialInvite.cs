using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>The INVITE that makes an attempt at one target, and what its answers do (RFC 3261 §13.2.2).</summary>
internal sealed class InitialInvite(CallLeg leg, AttemptAnswers answers) : PendingRequest(leg)
{
    private List<byte[]>? _strangers;

    /// <summary>How often challenges of the peer were answered.</summary>
    public int ChallengesAnswered { get; set; }

    /// <summary>Notes the tag of a fork that is being hung up; false when it is already.</summary>
    public bool IsNewStranger(ReadOnlySpan<byte> tag)
    {
        _strangers ??= [];
        foreach (var known in _strangers)
        {
            if (tag.SequenceEqual(known)) return false;
        }
        _strangers.Add(tag.ToArray());
        return true;
    }

    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        switch (response.StatusCode)
        {
            case 100:
                answers.OnTrying(Leg, now);
                break;
            case < 200:
                answers.OnProgress(Leg, response, now);
                break;
            case < 300:
                answers.OnAnswer(this, response, now);
                break;
            default:
                answers.OnRefusal(this, response, now);
                break;
        }
    }

    /// <inheritdoc/>
    public override void OnTimeout(long now) => Fail(CallEndReason.InviteTimeout, 408, "SS_SIP_TIMEOUT_INVITE", now);

    /// <inheritdoc/>
    public override void OnTransportError(long now) => Fail(CallEndReason.Unreachable, 503, "", now);

    private void Fail(CallEndReason reason, int status, string rule, long now) =>
        answers.OnFailure(Leg, new AttemptFailure(reason, status, Leg.Attempt!.Progress, rule), now);
}
