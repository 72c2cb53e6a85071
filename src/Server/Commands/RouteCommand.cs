using System.CommandLine;
using System.Text.Json;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem route</c>.</summary>
internal static class RouteCommand
{
    /// <summary>The command.</summary>
    public static Command Make(SharedOptions shared)
    {
        var caller = new Argument<string>("caller") { Description = "The caller's number", HelpName = "CALLER" };
        var callee = new Argument<string>("callee") { Description = "The called number", HelpName = "CALLEE" };
        var from = new Option<string?>("--from") { Description = "The phone or gateway that the call comes in by; the phone CALLER unless given", HelpName = "ENTRY" };
        var command = new Command("route", "Tell what would become of a call, and why, without calling") { caller, callee, from };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            var query = ApiClient.Query(("caller", result.GetValue(caller)), ("callee", result.GetValue(callee)), ("from", result.GetValue(from)));
            run.Show(await run.Api.Get("route" + query), Show);
        }));
        return command;
    }

    private static void Show(JsonElement route)
    {
        foreach (var line in Text(route, "text").TrimEnd('\n').Split('\n')) Line(line);
        foreach (var attempt in route.GetProperty("attempts").EnumerateArray())
            Line($"  {attempt.GetProperty("step").GetInt32() + 1}. {Text(attempt, "name")} at {Text(attempt, "targets")}");
        if (Text(route, "refusedWith") is { Length: > 0 } status) Line($"the caller hears {status}");
    }
}
