namespace Tandem.Switching.Calls;

/// <summary>How long each stage of an attempt may last (SS_SIP_TIMEOUT_…, or the gateway's own), and what it means when it does.</summary>
internal static class StageTimers
{
    private const int Millisecond = 1000;

    /// <summary>The leg enters a stage.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="stage">The reason that the end of the stage's time gives.</param>
    /// <param name="settings">The parameters.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public static void Enter(CallLeg leg, CallEndReason stage, CallSettings settings, long now, bool withSdp = false)
    {
        leg.StageReason = stage;
        leg.StageHasSdp = withSdp;
        leg.StageEndsAt = now + Seconds(leg, stage, settings, withSdp) * Millisecond;
    }

    /// <summary>Progress came: 180 and 182 ring, the others are progress with or without SDP. A stage that has begun is not begun anew.</summary>
    public static void OnProgress(CallLeg leg, int status, bool withSdp, CallSettings settings, long now)
    {
        var running = leg.Attempt!;
        if (status is 180 or 182)
        {
            if (running.Attempt.RingTime > 0 && running.RingEndsAt == long.MaxValue) running.RingEndsAt = now + running.Attempt.RingTime * Millisecond;
            if (leg.StageReason != CallEndReason.RingingTimeout) Enter(leg, CallEndReason.RingingTimeout, settings, now);
        }
        else if (leg.StageReason != CallEndReason.RingingTimeout && (leg.StageReason != CallEndReason.ProgressTimeout || (withSdp && !leg.StageHasSdp)))
        {
            Enter(leg, CallEndReason.ProgressTimeout, settings, now, withSdp);
        }
    }

    /// <summary>The failure that a leg's stage gives when its time is over.</summary>
    public static AttemptFailure Failure(CallLeg leg)
    {
        var table = CallEndReasons.Of(leg.StageReason);
        return new AttemptFailure(leg.StageReason, table.Status, leg.Attempt!.Progress, RuleOf(leg.StageReason, leg.StageHasSdp));
    }

    private static long Seconds(CallLeg leg, CallEndReason stage, CallSettings settings, bool withSdp)
    {
        var own = leg.Attempt!.Attempt.Gateway?.Timeouts ?? default;
        var system = settings.Timeouts;
        return stage switch
        {
            CallEndReason.InviteTimeout => own.Invite > 0 ? own.Invite : system.Invite,
            CallEndReason.TryingTimeout => own.Trying > 0 ? own.Trying : system.Trying,
            CallEndReason.ProgressTimeout when withSdp => own.ProgressSdp > 0 ? own.ProgressSdp : system.ProgressSdp,
            CallEndReason.ProgressTimeout => own.Progress > 0 ? own.Progress : system.Progress,
            _ => own.Ringing > 0 ? own.Ringing : system.Ringing,
        };
    }

    private static string RuleOf(CallEndReason stage, bool withSdp) => stage switch
    {
        CallEndReason.InviteTimeout => "SS_SIP_TIMEOUT_INVITE",
        CallEndReason.TryingTimeout => "SS_SIP_TIMEOUT_TRYING",
        CallEndReason.ProgressTimeout when withSdp => "SS_SIP_TIMEOUT_SESSION_PROGRESS_SDP",
        CallEndReason.ProgressTimeout => "SS_SIP_TIMEOUT_SESSION_PROGRESS",
        _ => "SS_SIP_TIMEOUT_RINGING",
    };
}
