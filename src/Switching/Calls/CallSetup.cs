using Tandem.Switching.Gateways;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>
/// The story of a call until it is answered: attempts in the order of the plan, going on to the next where the rules allow it,
/// then forwards of the called phone, and never anything after an answer (spec: switch §2, step 12).
/// </summary>
internal sealed class CallSetup(CallEnvironment env, AttemptRinging ringing, CallForward forwards, CallEnding ending, CallAnswer answer)
{
    /// <summary>Makes the attempts of the next step; ends the call when there is none left.</summary>
    public void TryNext(Call call, long now)
    {
        while (call.State == CallState.Trying)
        {
            if (call.NextAttempt >= call.Plan.Attempts.Length)
            {
                if (forwards.TryFollow(call, now)) continue;
                Fail(call, now);
                return;
            }
            BeginStep(call, now);
            if (call.Running.Count > 0) return;
            Settle(call);
        }
    }

    /// <summary>An attempt is over: what rings of it is cancelled, and the next step follows when it was the last of its own.</summary>
    public void EndAttempt(Call call, RunningAttempt running, in AttemptFailure failure, long now)
    {
        if (call.State != CallState.Trying) return;
        foreach (var leg in running.Legs) ending.Cancel(leg, "", now);
        running.Legs.Clear();
        running.Lease.Return();
        call.Running.Remove(running);
        if (call.Media.LastPacketFrom(Media.Relay.RelaySide.Callee) > running.BegunAt) running.Progress |= AttemptProgress.Media;
        var best = AttemptFailure.Better(running.Failure, failure) with { Progress = running.Progress };
        call.StepFailure = AttemptFailure.Better(call.StepFailure, best);
        if (running.Deflection.Length > 0) call.Deflection = (running.Attempt.Phone!, running.Deflection);
        if (call.Running.Count > 0) return;
        Settle(call);
        if (StopOf(call, running.Attempt.Gateway) is { } stop)
        {
            call.LastFailure = call.LastFailure!.Value with { Rule = stop };
            Fail(call, now);
            return;
        }
        TryNext(call, now);
    }

    /// <summary>What of a call's attempts is due.</summary>
    public void OnTimer(Call call, long now)
    {
        if (now >= call.StartsAt)
        {
            call.StartsAt = long.MaxValue;
            TryNext(call, now);
        }
        foreach (var running in call.Running.ToArray())
        {
            if (now >= running.StartsAt) StartPaced(call, running, now);
            foreach (var leg in running.Legs.ToArray())
            {
                if (now >= leg.StageEndsAt && !leg.Gone) ringing.Answers.OnFailure(leg, StageTimers.Failure(leg), now);
            }
            if (now >= running.RingEndsAt && call.Running.Contains(running)) StopRinging(call, running, now);
        }
    }

    private void BeginStep(Call call, long now)
    {
        call.StepFailure = null;
        var attempts = call.Plan.Attempts;
        var first = call.NextAttempt;
        var end = first;
        while (end < attempts.Length && attempts[end].Step == attempts[first].Step) end++;
        call.NextAttempt = end;
        answer.DecideRelay(call, attempts.AsSpan(first, end - first));
        for (var i = first; i < end && call.State == CallState.Trying; i++) Begin(call, attempts[i], now);
    }

    private void Begin(Call call, Attempt attempt, long now)
    {
        var (lease, why, rule) = env.Planner.Enter(attempt, call.Caller, now);
        if (lease is null)
        {
            call.StepFailure = AttemptFailure.Better(call.StepFailure, new AttemptFailure(why, 0, AttemptProgress.None, rule));
            return;
        }
        if (lease.Caller is { } number) attempt = attempt with { Sent = attempt.Sent with { Caller = number }, HidesCaller = true };
        var running = new RunningAttempt(attempt, lease) { BegunAt = now };
        call.Running.Add(running);
        call.Record.Attempts++;
        call.Record.Sent = attempt.Sent;
        if (lease.NotBefore > now)
        {
            running.StartsAt = lease.NotBefore;
            return;
        }
        if (ringing.RingTargets(call, running, now)) return;
        call.Running.Remove(running);
        lease.Return();
        call.StepFailure = AttemptFailure.Better(call.StepFailure, Unreachable(attempt));
    }

    private void StartPaced(Call call, RunningAttempt running, long now)
    {
        running.StartsAt = long.MaxValue;
        if (!ringing.RingTargets(call, running, now)) EndAttempt(call, running, Unreachable(running.Attempt), now);
    }

    // What was not even tried says nothing that the caller does not know better from what was.
    private static void Settle(Call call)
    {
        if (call.StepFailure is { } failure && (failure.IsReal || call.LastFailure is not { IsReal: true })) call.LastFailure = failure;
    }

    private string? StopOf(Call call, RoutingGateway? gateway) =>
        gateway is not null && call.NextAttempt < call.Plan.Attempts.Length && call.StepFailure is { } failure
            ? FailoverPolicy.Stop(failure, gateway.Failover, env.Settings.Failover, call.Record.Attempts)
            : null;

    private void StopRinging(Call call, RunningAttempt running, long now)
    {
        running.RingEndsAt = long.MaxValue;
        EndAttempt(call, running, new AttemptFailure(CallEndReason.RingingTimeout, 480, running.Progress, "ring_time"), now);
    }

    private void Fail(Call call, long now)
    {
        var failure = call.LastFailure ?? new AttemptFailure(CallEndReason.NoRoute, 0, AttemptProgress.None);
        ending.End(call, new CallEnd(failure.Reason)
        {
            Status = failure.IsReal ? CallerStatus.OfCallee(failure.Status) : CallEndReasons.Of(failure.Reason).Status,
            Rule = failure.Rule,
            SipReason = failure.SipReason,
        }, now);
    }

    private static AttemptFailure Unreachable(Attempt attempt) => new(CallEndReason.Unreachable, 0, AttemptProgress.None, attempt.Name);
}
