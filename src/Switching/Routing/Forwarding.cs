using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Routing.Steps;

namespace Tandem.Switching.Routing;

/// <summary>Plans the forward of a call: the forwarding phone pays, and its locks, lines and rules hold for what follows.</summary>
internal static class Forwarding
{
    /// <summary>How often a call may be forwarded.</summary>
    public const int MaxDepth = 5;

    /// <summary>Plans the numbers of a forward in their order.</summary>
    /// <param name="leg">The part of the plan that comes to the phone.</param>
    /// <param name="phone">The phone that forwards.</param>
    /// <param name="target">Where to.</param>
    /// <param name="reason">The word for Diversion; "" when whoever asks for the forward tells it himself.</param>
    /// <param name="shows">Which number callees see; null = as is said for forwards.</param>
    public static StepVerdict Forward(PlanLeg leg, Phone phone, ForwardTarget target, string reason, ShownCaller? shows = null)
    {
        var draft = leg.Draft;
        if (leg.Depth >= MaxDepth) return StepVerdict.Stop(CallEndReason.ForwardLoop, phone.Name);
        var showsOwn = (shows ?? phone.Calls.ForwardShows ?? draft.Settings.ForwardShows) == ShownCaller.Own;
        var entered = LegPlanner.EnterForwarder(Next(leg, phone, target, "", reason, leg.FirstStep, showsOwn));
        if (entered.Kind == StepVerdictKind.Stop) return entered;

        StepVerdict? refused = null;
        PlanLeg? found = null;
        foreach (var number in InOrder(target, draft.Chance))
        {
            draft.Explanation.Note(RouteStep.Forward, RouteOutcome.Forwarded, phone.Name, number);
            // All at once begin together; the others after those before.
            var step = target.Method == ForwardMethod.All ? leg.FirstStep : Math.Max(leg.FirstStep, draft.NextStep);
            var next = Next(leg, phone, target, number, reason, step, showsOwn);
            var verdict = LegPlanner.Plan(next);
            if (verdict.Kind == StepVerdictKind.Done) found ??= next;
            else refused ??= verdict;
        }
        if (found is null) return refused ?? StepVerdict.Stop(CallEndReason.NoNumber, phone.Name);
        leg.Billed = found.Billed;
        return StepVerdict.Done;
    }

    private static PlanLeg Next(PlanLeg leg, Phone phone, ForwardTarget target, string number, string reason, int step, bool showsOwn)
    {
        var numbers = new CallNumbers(leg.Billed.Caller, number);
        return new PlanLeg(leg.Draft)
        {
            Caller = new Caller(phone, null),
            Received = numbers,
            Billed = numbers,
            Shown = showsOwn ? EntryRulesStep.ShownAs(phone, "") : leg.Shown,
            HidesCaller = showsOwn || leg.HidesCaller,
            Depth = leg.Depth + 1,
            Diversions = reason.Length == 0 ? leg.Diversions : leg.Diversions.Insert(0, new Diversion(phone.Name, reason)),
            RingTime = target.RingTime ?? leg.RingTime,
            FirstStep = step,
        };
    }

    private static string[] InOrder(ForwardTarget target, Random chance)
    {
        string[] numbers = [.. target.Numbers];
        if (target.Method == ForwardMethod.Random) chance.Shuffle(numbers);
        return numbers;
    }
}
