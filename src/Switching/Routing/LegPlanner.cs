using Tandem.Switching.Routing.Steps;

namespace Tandem.Switching.Routing;

/// <summary>The order of the decisions about a call (spec: switch §2, steps 6 to 11).</summary>
internal static class LegPlanner
{
    private static readonly IPlanStep[] Entry =
    [
        new CallerLockStep(), new CallRateStep(), new CallerLinesStep(), new GroupLinesStep(), new CalledNumberStep(), new NumberLengthStep(),
        new NumberPrefixStep(),
    ];

    private static readonly IPlanStep[] Forwarder = [new CallerLockStep(), new CallerLinesStep()];

    private static readonly IPlanStep[] Numbers =
    [
        new NumberGroupStep(), new EntryRulesStep(), new NumberTransformStep(), new CalledNumberStep(), new DestinationKindStep(), new LoopStep(),
    ];

    private static readonly GatewaysStep Gateways = new();

    private static readonly IPlanStep[] Phone =
    [
        new PhoneLockStep(), new PhoneCallersStep(), new AlwaysForwardStep(), new PeriodForwardStep(), new DoNotDisturbStep(), new PhoneLinesStep(),
        new ContactsStep(Gateways),
    ];

    /// <summary>Decides about a call as it came in.</summary>
    public static StepVerdict PlanEntry(PlanLeg leg)
    {
        var verdict = Run(Entry, leg);
        return verdict.Kind == StepVerdictKind.Continue ? Plan(leg) : verdict;
    }

    /// <summary>Decides whether a phone may forward, and takes its line, once for all the numbers of the forward.</summary>
    public static StepVerdict EnterForwarder(PlanLeg leg) => Run(Forwarder, leg);

    /// <summary>Decides from the number groups on.</summary>
    public static StepVerdict Plan(PlanLeg leg)
    {
        var verdict = Run(Numbers, leg);
        if (verdict.Kind != StepVerdictKind.Continue) return verdict;
        return leg.Callee is null ? Gateways.Decide(leg) : Run(Phone, leg);
    }

    private static StepVerdict Run(IPlanStep[] steps, PlanLeg leg)
    {
        foreach (var step in steps)
        {
            var verdict = step.Decide(leg);
            if (verdict.Kind != StepVerdictKind.Continue) return verdict;
        }
        return StepVerdict.Continue;
    }
}
