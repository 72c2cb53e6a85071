using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Have the groups of the mapping gateway free lines? Takes one of each.</summary>
internal sealed class GroupLinesStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        if (leg.Caller.Gateway is not { } gateway) return StepVerdict.Continue;
        var draft = leg.Draft;
        foreach (var name in gateway.Calls.Groups)
        {
            if (GroupLines.LimitFor(name, leg.RoutingGroups, draft.State.Directory) is not { } limit) continue;
            var table = draft.State.Limits.Groups;
            var used = table.Of(name).Total;
            var taken = draft.Held.TryTake(table, name, LineDirection.Out, null, limit);
            draft.Explanation.Note(RouteStep.GroupLines, taken ? RouteOutcome.Passed : RouteOutcome.Refused, name, "", used, limit);
            if (!taken) return StepVerdict.Stop(CallEndReason.GroupLinesExceeded, name);
        }
        return StepVerdict.Continue;
    }
}
