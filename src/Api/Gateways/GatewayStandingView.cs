using System.ComponentModel;
using Tandem.Switching.Routing;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Api.Gateways;

/// <summary>Whether a routing gateway can be called.</summary>
/// <param name="Name">The gateway.</param>
/// <param name="Standing">Whether it can.</param>
/// <param name="Calls">Its calls.</param>
public sealed record GatewayStandingView(
    [property: Description("The gateway's name.")] string Name,
    [property: Description("up when it can be called now, else locked, noAddress, offline (no answer to OPTIONS), notRegistered or retryAfter.")] GatewayStanding Standing,
    [property: Description("Calls at this moment.")] int Calls);

/// <summary>How a gateway group stands.</summary>
/// <param name="Name">The group.</param>
/// <param name="Calls">The calls of its members.</param>
/// <param name="RoutingGateways">Its routing gateways.</param>
/// <param name="MappingGateways">Its mapping gateways.</param>
public sealed record GroupStateView(
    [property: Description("The group's name.")] string Name,
    [property: Description("Calls of its members at this moment; one that comes in by a member and leaves by one counts for both, as it does for the lines.")] int Calls,
    [property: Description("The routing gateways that belong to it.")] IReadOnlyList<string> RoutingGateways,
    [property: Description("The mapping gateways that belong to it.")] IReadOnlyList<string> MappingGateways)
{
    internal static GroupStateView Of(string group, Directory directory, RoutingState routing)
    {
        List<string> carriers = [.. directory.RoutingGateways.All.Values.Where(g => g.Groups.Contains(group)).Select(g => g.Name).Order(StringComparer.Ordinal)];
        List<string> customers = [.. directory.MappingGateways.All.Values.Where(g => g.Calls.Groups.Contains(group)).Select(g => g.Name).Order(StringComparer.Ordinal)];
        return new GroupStateView(group, carriers.Sum(name => routing.Gateways.Of(name).Calls) + customers.Sum(routing.CallsOfMappingGateway), carriers, customers);
    }
}
