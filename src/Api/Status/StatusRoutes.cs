using System.ComponentModel;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Auth;
using Tandem.Api.Running;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Routing;

namespace Tandem.Api.Status;

/// <summary>The state of the switch as the API shows it.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Ready">Whether everything is loaded and every listener is open.</param>
/// <param name="UptimeSeconds">Seconds since the start.</param>
/// <param name="Switch">What the running switch says of itself.</param>
/// <param name="Counts">How many there are of what.</param>
public sealed record StatusView(
    [property: Description("The program's version.")] string Version,
    [property: Description("Whether everything is loaded and every listener is open.")] bool Ready,
    [property: Description("Seconds since the start.")] long UptimeSeconds,
    [property: Description("What the running switch says of itself.")] SwitchState Switch,
    [property: Description("How many there are of what.")] StatusCounts Counts);

/// <summary>How many there are of what.</summary>
/// <param name="Phones">Phones.</param>
/// <param name="MappingGateways">Mapping gateways.</param>
/// <param name="RoutingGateways">Routing gateways.</param>
/// <param name="RoutingGatewaysOut">Routing gateways that are not locked and cannot be called now.</param>
/// <param name="GatewayGroups">Gateway groups.</param>
/// <param name="NumberGroups">Number groups.</param>
/// <param name="Accounts">Accounts.</param>
/// <param name="RegisteredEndpoints">Phones and gateways with a registration.</param>
/// <param name="Registrations">Registered contacts.</param>
/// <param name="Suspensions">Suspensions in force.</param>
public sealed record StatusCounts(
    int Phones, int MappingGateways, int RoutingGateways,
    [property: Description("Routing gateways that are not locked and cannot be called now: they have no address, do not answer, have not registered, or sent Retry-After.")]
    int RoutingGatewaysOut,
    int GatewayGroups, int NumberGroups, int Accounts, int RegisteredEndpoints, int Registrations, int Suspensions);

/// <summary>/api/v1/status.</summary>
internal static class StatusRoutes
{
    private static readonly string Version =
        typeof(StatusRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Maps the route.</summary>
    public static void Map(RouteGroupBuilder api) => api.MapGet("status", Show).WithTags("status").Needs(TokenScope.Read)
        .Produces<StatusView>().WithSummary("Version, listeners, counts, store.");

    private static IResult Show(SwitchParts parts)
    {
        var state = parts.Status.Read();
        var gateways = parts.Directory.MappingGateways.All.Count;
        var counts = new StatusCounts(
            Phones: parts.Directory.EndpointCount - gateways, MappingGateways: gateways, RoutingGateways: parts.Directory.RoutingGateways.All.Count,
            RoutingGatewaysOut: parts.Directory.RoutingGateways.All.Values.Count(gateway => parts.Routing.StandingOf(gateway, parts.Now) is not (GatewayStanding.Up or GatewayStanding.Locked)),
            GatewayGroups: parts.Directory.GatewayGroups.All.Count, NumberGroups: parts.Directory.NumberGroups.All.Count, Accounts: parts.Directory.AccountCount,
            RegisteredEndpoints: parts.Locations.EndpointCount, Registrations: parts.Locations.Count,
            Suspensions: parts.Suspensions.InForce(parts.Now).Count);
        var uptime = (long)Math.Max(0, (parts.Clock.GetUtcNow() - state.StartedAt).TotalSeconds);
        return Results.Ok(new StatusView(Version, parts.Status.IsReady, uptime, state, counts));
    }
}
