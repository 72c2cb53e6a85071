using System.Text.Json;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem routing-gateway …</c>: what every kind has, and how a gateway stands.</summary>
/// <param name="shared">The options of all commands.</param>
/// <param name="columns">The columns of a list behind the name.</param>
internal sealed class RoutingGatewayCommands(SharedOptions shared, params Column[] columns)
    : ObjectCommands<RoutingGateway>(shared, ObjectKinds.RoutingGateways, columns)
{
    /// <inheritdoc/>
    protected override async Task<Column[]> MoreColumns(CommandRun run)
    {
        var runs = ApiClient.Parse(await run.Api.Get("status")).GetProperty("switch").GetProperty("shards").GetInt32() > 0;
        var states = ApiClient.Parse(await run.Api.Get("routing-gateway-states")).EnumerateArray().ToDictionary(state => Text(state, "name"));
        string Of(JsonElement gateway, string field) => states.TryGetValue(Text(gateway, "name"), out var state) ? Text(state, field) : "";
        // Of the store alone it is known only what is locked.
        return
        [
            new Column("CALLS", 6, gateway => runs ? Of(gateway, "calls") : ""),
            new Column("STATE", 14, gateway => Of(gateway, "standing") is var standing && (runs || standing == "locked") ? FieldList.Words(standing) : ""),
            new Column("MEMO", 10, gateway => Text(gateway, "memo")),
        ];
    }

    /// <inheritdoc/>
    protected override async Task ShowMore(CommandRun run, string name)
    {
        var state = ApiClient.Parse(await run.Api.Get($"{Path(name)}/state"));
        var targets = state.GetProperty("targets").EnumerateArray()
            .Select(t => $"{Text(t, "transport")}:{Text(t, "address")}{(Text(t, "online") == "yes" ? "" : " (no answer)")}");
        Line("");
        Fields(("calls", Text(state, "calls")), ("out until", Time(state, "outUntil")), ("reached at", string.Join(", ", targets)),
            ("resolved", Ago(state, "resolvedAt")), ("resolving", Text(state, "resolveError")));
        if (!state.TryGetProperty("registration", out var registration) || registration.ValueKind == JsonValueKind.Null) return;
        Fields(("registered as", Text(registration, "addressOfRecord")), ("state", Text(registration, "state")),
            ("last answer", $"{Text(registration, "lastStatus")} {Text(registration, "lastReason")}".Trim()), ("expires", Ago(registration, "expiresAt")),
            ("next attempt", Ago(registration, "nextAttemptAt")));
    }
}
