using Tandem.Switching.Gateways;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing.Candidates;

/// <summary>The numbers as a routing gateway is sent them: its dial rules, then the number-transform table.</summary>
internal static class SentNumbers
{
    /// <summary>The numbers of a call for a gateway.</summary>
    public static CallNumbers For(RoutingGateway gateway, PlanLeg leg)
    {
        var caller = gateway.CallerRules.Apply(leg.Shown, leg.Draft.Chance);
        var callee = gateway.CalleeRules.Apply(leg.Billed.Callee, leg.Draft.Chance);
        if (gateway.TransformNumbers && leg.Draft.State.Directory.NumberTransforms.Find(callee) is { Callee: { Length: > 0 } other }) callee = other;
        return new CallNumbers(caller, callee);
    }
}
