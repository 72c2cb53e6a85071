using Tandem.Switching.Gateways;

namespace Tandem.Switching.Calls;

/// <summary>
/// Decides whether a call that failed at one gateway goes on to the next (spec: switch §2, step 12): on timeouts, 408, 5xx, 6xx
/// other than 603, and the causes of the gateway's list; unless a stop applies.
/// </summary>
internal static class FailoverPolicy
{
    /// <summary>The stop that ends the search, for the record; null when the call may go on.</summary>
    /// <param name="failure">How the last attempt failed.</param>
    /// <param name="gateway">The gateway's own rules.</param>
    /// <param name="settings">The parameters.</param>
    /// <param name="attempts">How many gateways were tried.</param>
    public static string? Stop(in AttemptFailure failure, FailoverRules gateway, in FailoverSettings settings, int attempts)
    {
        if (settings.Limit > 0 && attempts > settings.Limit) return "SS_GATEWAY_SWITCH_LIMIT";
        if (gateway.StopCodes.Contains(failure.Status)) return $"stop code {failure.Status}";
        var isBusy = failure.Reason == CallEndReason.Busy;
        if (isBusy && !(gateway.AfterBusy ?? !settings.StopAfterBusy)) return "SS_GATEWAY_SWITCH_STOP_AFTER_USER_BUSY";
        if (failure.Reason == CallEndReason.InviteTimeout && settings.StopAfterInviteTimeout) return "SS_SIP_USER_AGENT_STOP_SWITCH_AFTER_INVITE_TIMEOUT";
        return ProgressStop(failure.Progress, gateway, settings) ?? (isBusy || IsCause(failure, gateway) ? null : $"code {failure.Status}");
    }

    private static string? ProgressStop(AttemptProgress progress, FailoverRules gateway, in FailoverSettings settings)
    {
        if (settings.UntilConnect) return null;
        if (progress.HasFlag(AttemptProgress.Media) && !(gateway.AfterMedia ?? !settings.StopAfterMedia)) return "SS_GATEWAY_SWITCH_STOP_AFTER_RTP_START";
        if (progress.HasFlag(AttemptProgress.Sdp) && !(gateway.AfterSdp ?? !settings.StopAfterSdp)) return "SS_SIP_STOP_SWITCH_AFTER_SDP";
        return progress.HasFlag(AttemptProgress.Ringing) && !(gateway.AfterRinging ?? false) ? "after_ringing" : null;
    }

    private static bool IsCause(in AttemptFailure failure, FailoverRules gateway) =>
        failure.Status is 0 or 408 or (>= 500 and not 603) || gateway.SwitchCodes.Contains(failure.Status);
}
