using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem gateway-group …</c>: what every kind has, and a group's members and calls.</summary>
/// <param name="shared">The options of all commands.</param>
/// <param name="columns">The columns of a list behind the name.</param>
internal sealed class GatewayGroupCommands(SharedOptions shared, params Column[] columns)
    : ObjectCommands<GatewayGroup>(shared, ObjectKinds.GatewayGroups, columns)
{
    /// <inheritdoc/>
    protected override async Task ShowMore(CommandRun run, string name)
    {
        var state = ApiClient.Parse(await run.Api.Get($"{Path(name)}/state"));
        Line("");
        Fields(("calls", Text(state, "calls")), ("routing gateways", Text(state, "routingGateways")), ("mapping gateways", Text(state, "mappingGateways")));
    }
}
