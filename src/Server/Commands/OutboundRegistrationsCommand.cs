using System.CommandLine;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem outbound-registrations</c>.</summary>
internal static class OutboundRegistrationsCommand
{
    /// <summary>The command.</summary>
    public static Command Make(SharedOptions shared)
    {
        var command = new Command("outbound-registrations", "List the registrations of routing gateways with their carriers");
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Get("outbound-registrations"), items => Table(items.EnumerateArray(),
                new Column("GATEWAY", 14, r => Text(r, "gateway")),
                new Column("AS", 28, r => Text(r, "addressOfRecord")),
                new Column("STATE", 12, r => Text(r, "state")),
                new Column("LAST ANSWER", 20, r => $"{Text(r, "lastStatus")} {Text(r, "lastReason")}".Trim()),
                new Column("NEXT", 10, r => Ago(r, "nextAttemptAt"))))));
        return command;
    }
}
