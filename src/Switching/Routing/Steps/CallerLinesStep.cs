using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Has the caller a free line? Takes it.</summary>
internal sealed class CallerLinesStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg) => leg.Caller switch
    {
        { Phone: { } phone } => Phone(leg, phone),
        { Gateway: { } gateway } => Mapping(leg, gateway),
        { Carrier: { } carrier } => Carrier(leg, carrier),
        _ => StepVerdict.Continue,
    };

    private static StepVerdict Phone(PlanLeg leg, Phone phone)
    {
        var (calls, table) = (phone.Calls, leg.Draft.State.Limits.Phones);
        var used = table.Of(phone.Name);
        var taken = leg.Draft.Held.TryTake(table, phone.Name, LineDirection.Out, calls.LinesOut, calls.Lines);
        return Say(leg, taken, phone.Name, calls.LinesOut ?? calls.Lines, calls.LinesOut is null ? used.Total : used.Out);
    }

    private static StepVerdict Mapping(PlanLeg leg, MappingGateway gateway)
    {
        var table = leg.Draft.State.Limits.MappingGateways;
        var used = table.Of(gateway.Name).Total;
        return Say(leg, leg.Draft.Held.TryTake(table, gateway.Name, LineDirection.Out, null, gateway.Calls.Capacity), gateway.Name, gateway.Calls.Capacity, used);
    }

    // A carrier's calls to us are on the same lines as ours to it.
    private static StepVerdict Carrier(PlanLeg leg, RoutingGateway carrier)
    {
        var state = leg.Draft.State.Gateways.Of(carrier.Name);
        var used = state.Calls;
        return Say(leg, leg.Draft.Held.TryTake(state, carrier.Capacity), carrier.Name, carrier.Capacity, used);
    }

    private static StepVerdict Say(PlanLeg leg, bool taken, string name, int? limit, int used)
    {
        if (limit is { } lines) leg.Draft.Explanation.Note(RouteStep.CallerLines, taken ? RouteOutcome.Passed : RouteOutcome.Refused, name, "", used, lines);
        return taken ? StepVerdict.Continue : StepVerdict.Stop(CallEndReason.LinesExceeded, name);
    }
}
