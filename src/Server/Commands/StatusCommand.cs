using System.CommandLine;
using System.Text.Json;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem status</c>.</summary>
internal static class StatusCommand
{
    /// <summary>The command.</summary>
    public static Command Make(SharedOptions shared)
    {
        var command = new Command("status", "Show whether the switch runs, where it listens and how much it holds");
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run => run.Show(await run.Api.Get("status"), Show)));
        return command;
    }

    private static void Show(JsonElement status)
    {
        var (state, counts) = (status.GetProperty("switch"), status.GetProperty("counts"));
        var runs = state.GetProperty("shards").GetInt32() > 0;
        var uptime = Length(TimeSpan.FromSeconds(status.GetProperty("uptimeSeconds").GetInt64()));
        Fields(
            ("switch", runs ? $"running for {uptime}{(Text(status, "ready") == "yes" ? "" : ", not ready")}" : "not running; this is the store"),
            ("version", Text(status, "version")),
            ("listeners", Text(state, "listeners")),
            ("shards", runs ? Text(state, "shards") : ""),
            ("data", Text(state, "dataFolder")),
            ("store", Text(state, "storeEngine")),
            ("journal", state.GetProperty("journal") is { ValueKind: JsonValueKind.Object } journal && runs
                ? $"{Text(journal, "behindMs")} ms behind, {Text(journal, "pending")} waiting, {Text(journal, "failures")} failures" : ""),
            ("phones", Text(counts, "phones")),
            ("mapping gateways", Text(counts, "mappingGateways")),
            ("routing gateways", Text(counts, "routingGateways") + (runs && Text(counts, "routingGatewaysOut") is not "0" and var away ? $", of which {away} cannot be called now" : "")),
            ("gateway groups", Text(counts, "gatewayGroups")),
            ("number groups", Text(counts, "numberGroups")),
            ("accounts", Text(counts, "accounts")),
            ("registered", $"{Text(counts, "registeredEndpoints")} ({Text(counts, "registrations")} contacts)"),
            ("suspended", Text(counts, "suspensions")),
            ("calls", runs ? Text(state, "calls") : ""));
    }
}
