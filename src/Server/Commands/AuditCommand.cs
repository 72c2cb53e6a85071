using System.CommandLine;
using System.Text.Json;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem audit</c>.</summary>
internal static class AuditCommand
{
    /// <summary>The command.</summary>
    public static Command Make(SharedOptions shared)
    {
        var target = new Option<string?>("--target") { Description = "The name of the object that was changed", HelpName = "NAME" };
        var limit = LimitOption.Make();
        var command = new Command("audit", "Show who changed what, the newest first") { target, limit };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, run => run.List(
            "audit" + ApiClient.Query(("target", result.GetValue(target))), result.GetValue(limit), items => Table(items,
                new Column("TIME", 19, e => Time(e, "at")),
                new Column("WHO", 10, e => Text(e, "actor")),
                new Column("ACTION", 22, e => Text(e, "action")),
                new Column("OBJECT", 24, e => Text(e, "target")),
                new Column("CHANGE", 14, Change)))));
        return command;
    }

    // Whole objects are JSON and too long for a table; --json shows them.
    private static string Change(JsonElement entry) =>
        $"{Text(entry, "before")} → {Text(entry, "after")}" is var change && !change.Contains('{') && change.Length > 3 ? change : "";
}
