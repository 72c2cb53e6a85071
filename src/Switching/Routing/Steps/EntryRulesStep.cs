using Tandem.Switching.Numbers;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing.Steps;

/// <summary>
/// Applies the dial rules of the entry: what comes out are the billed numbers. A phone's calls are billed to its number and shown
/// as its display number; a forward keeps the caller that the callee is to see.
/// </summary>
internal sealed class EntryRulesStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        switch (leg.Caller)
        {
            case { Phone: { } phone }:
                var callee = Apply(leg, RouteStep.CalleeRules, phone.Calls.CalleeRules, leg.Received.Callee);
                var isForward = leg.Payer is not null;
                leg.Billed = new CallNumbers(isForward ? leg.Received.Caller : phone.Name, callee);
                if (!isForward) leg.Shown = ShownAs(phone, leg.Received.Caller);
                break;
            case { Gateway.Calls: var calls }:
                leg.Billed = new CallNumbers(
                    Apply(leg, RouteStep.CallerRules, calls.CallerRules, leg.Received.Caller),
                    Apply(leg, RouteStep.CalleeRules, calls.CalleeRules, leg.Received.Callee));
                leg.Shown = leg.Billed.Caller;
                break;
            default:
                (leg.Billed, leg.Shown) = (leg.Received, leg.Received.Caller);
                break;
        }
        return StepVerdict.Continue;
    }

    /// <summary>The number that callees see of a phone; it may have named itself by one of its further numbers.</summary>
    public static string ShownAs(Accounts.Phone phone, string received) =>
        phone.Calls.DisplayNumber.Length > 0 ? phone.Calls.DisplayNumber : received.Length > 0 ? received : phone.Name;

    private static string Apply(PlanLeg leg, RouteStep step, DialRules rules, string number)
    {
        if (rules.IsEmpty) return number;
        var changed = rules.Apply(number, leg.Draft.Chance);
        if (changed != number) leg.Draft.Explanation.Note(step, RouteOutcome.Changed, number, changed);
        return changed;
    }
}
