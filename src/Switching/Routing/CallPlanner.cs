using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Routing.Steps;

namespace Tandem.Switching.Routing;

/// <summary>
/// Decides all that can be decided about a call before it is made (spec: switch §2, steps 6 to 11): limits, number checks,
/// rules and transforms, destination, routes. One instance belongs to one shard; what they share is thread-safe.
/// </summary>
/// <param name="state">What the shards share.</param>
/// <param name="chance">The source of random choices: targets of dial rules, forwards in random order.</param>
public sealed class CallPlanner(RoutingState state, Random chance)
{
    private readonly AttemptEntry _entry = new(state, chance);

    /// <summary>Decides a call and takes the caller's lines and rate for it.</summary>
    public CallPlan Plan(Caller caller, in CallNumbers received, in IpEndpoint source, long now) => Plan(caller, received, source, takes: true, now);

    /// <summary>Decides as <see cref="Plan(Caller, in CallNumbers, in IpEndpoint, long)"/> would, taking nothing: for explanations.</summary>
    public CallPlan Explain(Caller caller, in CallNumbers received, in IpEndpoint source, long now) => Plan(caller, received, source, takes: false, now);

    /// <summary>
    /// Decides where a call goes on after the called phone could not take it: its forward for that reason, or the number that it
    /// asks the call to be sent to. Null when there is none, and when the phone may not send calls on.
    /// </summary>
    /// <param name="phone">The phone that forwards; its settings decide, its number is in Diversion.</param>
    /// <param name="why">Busy, NoAnswer or Offline; anything else with a target.</param>
    /// <param name="target">The number that the phone named; null for a forward that its owner has set.</param>
    /// <param name="caller">The caller of the call.</param>
    /// <param name="numbers">The billed numbers so far.</param>
    /// <param name="depth">How often the call was forwarded before; with 5 it is refused as a loop.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public CallPlan? Forward(Phone phone, CallEndReason why, string? target, Caller caller, in CallNumbers numbers, int depth, long now) =>
        TargetOf(phone, why, target) is { } forward
            ? SendOn(phone, forward, target is null ? numbers.Callee : null, caller, numbers, Shown(caller, numbers.Caller), null, depth, now)
            : null;

    /// <summary>Decides where a call goes that a phone transfers blindly (RFC 3515); null when the phone may not transfer.</summary>
    /// <param name="phone">The phone that transfers; its settings decide.</param>
    /// <param name="numbers">The number of the one who is transferred, and the target.</param>
    /// <param name="depth">How often the call was forwarded before.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public CallPlan? Transfer(Phone phone, in CallNumbers numbers, int depth, long now) => TargetOf(phone, CallEndReason.Transferred, numbers.Callee) is { } target
        ? SendOn(phone, target, null, new Caller(phone, null), numbers, numbers.Caller, phone.Calls.TransferShows ?? state.Settings.TransferShows, depth, now)
        : null;

    private CallPlan SendOn(
        Phone phone, ForwardTarget target, string? visited, Caller caller, in CallNumbers numbers, string shown, ShownCaller? shows, int depth, long now)
    {
        var draft = new PlanDraft(state, chance, takes: true, now);
        draft.Explanation.Begin(caller, numbers, default);
        var leg = new PlanLeg(draft) { Caller = caller, Received = numbers, Billed = numbers, Shown = shown, Depth = depth };
        draft.TryVisit(phone.Name);
        // The number that a phone names is where the call is to go, not where it has been.
        if (visited is not null) draft.TryVisit(visited);
        return Finish(leg, Forwarding.Forward(leg, phone, target, reason: "", shows));
    }

    /// <summary>Takes the lines and the rate of an attempt's gateway or phone; a reason and the rule when it cannot be had now.</summary>
    public (LineLease? Lease, CallEndReason Why, string Rule) Enter(Attempt attempt, Caller caller, long now) => _entry.Enter(attempt, caller, now);

    private CallPlan Plan(Caller caller, in CallNumbers received, in IpEndpoint source, bool takes, long now)
    {
        var draft = new PlanDraft(state, chance, takes, now);
        draft.Explanation.Begin(caller, received, source);
        var leg = new PlanLeg(draft) { Caller = caller, Received = received, Billed = received, Shown = received.Caller };
        return Finish(leg, LegPlanner.PlanEntry(leg));
    }

    private static CallPlan Finish(PlanLeg leg, in StepVerdict verdict)
    {
        var draft = leg.Draft;
        var refused = verdict.Kind == StepVerdictKind.Stop;
        if (refused) draft.Held.Return();
        draft.Explanation.Billed = leg.Billed;
        if (refused) (draft.Explanation.Refusal, draft.Explanation.Rule) = (verdict.Reason, verdict.Rule);
        return new CallPlan
        {
            Refusal = refused ? verdict.Reason : null,
            Rule = verdict.Rule,
            Received = leg.Received,
            Billed = leg.Billed,
            Attempts = refused ? [] : [.. draft.Attempts.OrderBy(a => a.Step)],
            NotBefore = draft.NotBefore,
            MaxDuration = MaxDuration(leg.Caller, draft.Settings),
            CallerLines = refused || !draft.Takes ? null : draft.Held.ToLease(),
            Called = refused ? null : draft.Called,
            Explanation = draft.Explanation,
        };
    }

    private static int MaxDuration(Caller caller, RoutingSettings settings) =>
        (caller.Phone?.Calls.MaxDuration ?? caller.Gateway?.Calls.MaxDuration ?? caller.Carrier?.MaxDuration) ?? settings.MaxCallDuration;

    private static string Shown(Caller caller, string number) => caller.Phone is { } phone ? EntryRulesStep.ShownAs(phone, number) : number;

    private static ForwardTarget? TargetOf(Phone phone, CallEndReason why, string? target)
    {
        if (target is not null) return phone.Calls.Transfer ? new ForwardTarget([target]) : null;
        return why switch
        {
            CallEndReason.Busy => phone.Calls.ForwardBusy,
            CallEndReason.NoAnswer => phone.Calls.ForwardNoAnswer,
            CallEndReason.Offline => phone.Calls.ForwardOffline,
            _ => null,
        };
    }
}
