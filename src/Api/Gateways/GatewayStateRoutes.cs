using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Api.Running;
using Tandem.Switching.Operators;
using Tandem.Switching.Routing;

namespace Tandem.Api.Gateways;

/// <summary>How gateways, their groups and the registrations with carriers stand.</summary>
internal static class GatewayStateRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("routing-gateways/{name}/state", Show).WithTags("routing gateways").Needs(TokenScope.Read).Produces<GatewayStateView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("How a routing gateway stands: its calls, its addresses and whether they answer, its registration.");
        api.MapGet("routing-gateway-states", ListStates).WithTags("routing gateways").Needs(TokenScope.Read)
            .Produces<IReadOnlyList<GatewayStandingView>>()
            .WithSummary("Which routing gateways can be called now, and how many calls each has, in the order of their names.");
        api.MapGet("gateway-groups/{name}/state", ShowGroup).WithTags("gateway groups").Needs(TokenScope.Read).Produces<GroupStateView>()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("How a gateway group stands: its members and their calls.");
        api.MapGet("outbound-registrations", List).WithTags("outbound registrations").Needs(TokenScope.Read)
            .Produces<IReadOnlyList<OutboundRegistrationView>>()
            .WithSummary("The registrations of routing gateways with their carriers, in the order of the gateways' names.");
    }

    private static async Task<IResult> Show(string name, SwitchParts parts)
    {
        if (parts.Directory.RoutingGateways.Find(name) is not { } gateway) return Answer.NotFound($"There is no routing gateway '{name}'.");
        var registration = (await parts.Gateways.RegistrationsAsync()).FirstOrDefault(r => r.Gateway == name);
        var state = parts.Routing.Gateways.Of(name);
        if (!gateway.Registers) return Results.Ok(GatewayStateView.Of(state, state.Targets, parts.Gateways.ResolutionOf(gateway), registration, parts.Now));
        var contacts = GatewayContacts.Of(name, parts.Locations, parts.Now);
        var resolution = new GatewayResolution(null, contacts.IsEmpty ? "it has not registered" : null);
        return Results.Ok(GatewayStateView.Of(state, contacts, resolution, registration, parts.Now));
    }

    private static IResult ListStates(SwitchParts parts) =>
        Results.Ok(parts.Directory.RoutingGateways.All.Values.OrderBy(g => g.Name, StringComparer.Ordinal)
            .Select(g => new GatewayStandingView(g.Name, parts.Routing.StandingOf(g, parts.Now), parts.Routing.Gateways.Of(g.Name).Calls)));

    private static IResult ShowGroup(string name, SwitchParts parts) => parts.Directory.GatewayGroups.Find(name) is null
        ? Answer.NotFound($"There is no gateway group '{name}'.")
        : Results.Ok(GroupStateView.Of(name, parts.Directory, parts.Routing));

    private static async Task<IResult> List(SwitchParts parts) =>
        Results.Ok((await parts.Gateways.RegistrationsAsync()).Select(OutboundRegistrationView.Of));
}
