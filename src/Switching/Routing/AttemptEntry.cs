using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Routing;

/// <summary>Takes what one attempt occupies, at the moment when it is made: lines, group lines, a caller's number of a pool, the rate of call attempts.</summary>
internal sealed class AttemptEntry(RoutingState state, Random chance)
{
    /// <summary>Takes it all, or says why it cannot be had and which limit decided.</summary>
    public (LineLease? Lease, CallEndReason Why, string Rule) Enter(Attempt attempt, Caller caller, long now)
    {
        if (attempt.Phone is { } phone) return Enter(phone);
        var held = new HeldLines(takes: true);
        var groups = PlanLeg.RoutingGroupsOf(attempt.Payer is { } payer ? new Caller(payer, null) : caller);
        var verdict = Take(attempt.Gateway!, attempt.State!, groups, held, now, out var turn, out var number);
        if (verdict.Kind == StepVerdictKind.Continue) return (held.ToLease(turn > now ? turn : 0, number), default, "");
        held.Return();
        return (null, verdict.Reason, verdict.Rule);
    }

    private (LineLease? Lease, CallEndReason Why, string Rule) Enter(Phone phone)
    {
        var held = new HeldLines(takes: true);
        return held.TryTake(state.Limits.Phones, phone.Name, LineDirection.In, phone.Calls.LinesIn, phone.Calls.Lines)
            ? (held.ToLease(), default, "")
            : (null, CallEndReason.CalleeLinesExceeded, phone.Name);
    }

    // The rate comes last: an attempt that has no line is none.
    private StepVerdict Take(RoutingGateway gateway, GatewayState running, GroupFilter groups, HeldLines held, long now, out long turn, out string? number)
    {
        turn = now;
        number = null;
        if (running.RetryAfter > now) return StepVerdict.Stop(CallEndReason.NoRoute, gateway.Name);
        var period = gateway.Periods.IsEmpty ? null : gateway.Periods.At(state.LocalTime(now));
        if (period is { Deny: true }) return StepVerdict.Stop(CallEndReason.NoRoute, gateway.Name);
        if (!held.TryTake(running, period?.Lines ?? gateway.Capacity)) return StepVerdict.Stop(CallEndReason.LinesExceeded, gateway.Name);
        foreach (var name in gateway.Groups)
        {
            if (GroupLines.LimitFor(name, groups, state.Directory) is not { } limit) continue;
            if (!held.TryTake(state.Limits.Groups, name, LineDirection.In, null, limit)) return StepVerdict.Stop(CallEndReason.GroupLinesExceeded, name);
        }
        if (gateway.CallerPool.Group is { Length: > 0 } pool && (number = NumberOf(gateway, pool, held)) is null) return StepVerdict.Stop(CallEndReason.LinesExceeded, pool);
        if (gateway.CallRate is not { } rate) return StepVerdict.Continue;
        if (state.Limits.RoutingRate(gateway.Name).Take(rate, now) is not { } at) return StepVerdict.Stop(CallEndReason.CallRateExceeded, gateway.Name);
        turn = at;
        return StepVerdict.Continue;
    }

    private string? NumberOf(RoutingGateway gateway, string pool, HeldLines held) => state.Directory.NumberGroups.Find(pool) is { } group
        ? state.Limits.Pools.Take(gateway.Name, gateway.CallerPool, group.Numbers, held, chance)
        : null;
}
