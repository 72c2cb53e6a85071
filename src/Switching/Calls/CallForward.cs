using System.Text;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>
/// Goes on with a call that the called phone did not take: where its owner has it forwarded, or where the phone itself sent it
/// with 3xx (RFC 3261 §8.1.3.4).
/// </summary>
internal sealed class CallForward(CallEnvironment env, CallAnswer answer)
{
    private const int MaxNumber = 128;

    /// <summary>Puts the plan of a forward in the place of the one that has failed; false when there is none.</summary>
    public bool TryFollow(Call call, long now)
    {
        var (phone, number) = call.Deflection;
        call.Deflection = default;
        if (phone is not null) return TryFollow(call, phone, CallEndReason.Transferred, number, now);
        return call.Plan.Called is { } called && call.StepFailure is { } failure && WhyOf(failure.Reason) is { } why
            && TryFollow(call, called, why, null, now);
    }

    /// <summary>The number that a phone's 3xx asks the call to be sent to; false for other answers and for Contacts that have none.</summary>
    public static bool TryReadDeflection(RunningAttempt running, SipMessage response, out string number)
    {
        number = "";
        if (running.Attempt.Phone is null || response.StatusCode >= 400) return false;
        Span<byte> user = stackalloc byte[MaxNumber];
        foreach (var contact in response.Values(HeaderName.Contact))
        {
            if (!NameAddress.TryParse(contact, out var address) || !SipUri.TryParse(address.Uri, out var uri)) continue;
            if (uri.User.IsEmpty || uri.User.Length > MaxNumber) continue;
            number = Encoding.UTF8.GetString(user[..SipUri.Unescape(uri.User, user)]);
            return true;
        }
        return false;
    }

    private bool TryFollow(Call call, Phone phone, CallEndReason why, string? number, long now)
    {
        var plan = env.Planner.Forward(phone, why, number, call.Caller, call.Plan.Billed, call.Diversions.Count, now);
        if (plan is null) return false;
        plan.Explanation.Follow(call.Plan.Explanation);
        if (plan.CallerLines is { } lines) call.Lines.Add(lines);
        call.StepFailure = null;
        if (plan.Refusal is { } refusal)
        {
            if (call.LastFailure is not { IsReal: true }) call.LastFailure = new AttemptFailure(refusal, 0, AttemptProgress.None, plan.Rule);
            return false;
        }
        call.Diversions.Insert(0, new Diversion(phone.Name, WordOf(why)));
        call.Plan = plan;
        call.NextAttempt = 0;
        answer.TellForwarded(call, now);
        return true;
    }

    private static CallEndReason? WhyOf(CallEndReason reason) => reason switch
    {
        CallEndReason.Busy or CallEndReason.CalleeLinesExceeded => CallEndReason.Busy,
        CallEndReason.NoAnswer or CallEndReason.RingingTimeout or CallEndReason.ProgressTimeout or CallEndReason.TryingTimeout
            or CallEndReason.InviteTimeout => CallEndReason.NoAnswer,
        CallEndReason.Unreachable => CallEndReason.Offline,
        _ => null,
    };

    // RFC 5806 §4
    private static string WordOf(CallEndReason why) => why switch
    {
        CallEndReason.Busy => "user-busy",
        CallEndReason.NoAnswer => "no-answer",
        CallEndReason.Offline => "unavailable",
        _ => "deflection",
    };
}
