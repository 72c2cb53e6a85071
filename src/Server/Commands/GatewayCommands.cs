using System.CommandLine;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary>The commands for routing gateways, gateway groups and the number-transform table.</summary>
internal static class GatewayCommands
{
    /// <summary><c>tandem routing-gateway …</c>.</summary>
    public static Command Routing(SharedOptions shared) => new RoutingGatewayCommands(shared,
        new Column("ADDRESSES", 20, g => Text(g, "registers") == "yes" ? "(registers)" : Text(g, "addresses")),
        new Column("PREFIXES", 10, g => Text(g, "prefixes")),
        new Column("PRIO", 4, g => Text(g, "priority")),
        new Column("LINES", 6, g => Text(g, "capacity"))).Make();

    /// <summary><c>tandem gateway-group …</c>.</summary>
    public static Command Groups(SharedOptions shared) => new GatewayGroupCommands(shared,
        new Column("LINES", 8, g => Text(g, "lines")),
        new Column("RESERVED", 8, g => Text(g, "reservedLines")),
        new Column("MEMO", 50, g => Text(g, "memo"))).Make();

    /// <summary><c>tandem number-transform …</c>.</summary>
    public static Command Transforms(SharedOptions shared) => new ObjectCommands<NumberTransform>(shared, ObjectKinds.NumberTransforms,
        new Column("CALLER", 20, t => Text(t, "caller")),
        new Column("CALLEE", 20, t => Text(t, "callee")),
        new Column("MEMO", 30, t => Text(t, "memo"))).Make();
}
