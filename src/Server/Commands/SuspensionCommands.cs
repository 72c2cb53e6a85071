using System.CommandLine;
using System.Text.Json;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem suspended</c> and <c>tandem suspended clear</c>.</summary>
internal sealed class SuspensionCommands(SharedOptions shared)
{
    /// <summary>The command group.</summary>
    public Command Make()
    {
        var history = new Option<bool>("--history") { Description = "Those of the past too" };
        var number = new Option<string?>("--number") { Description = "The number", HelpName = "NUMBER" };
        var source = new Option<string?>("--source") { Description = "The source address", HelpName = "ADDRESS" };
        var limit = LimitOption.Make();
        var command = new Command("suspended", "List the endpoints that are suspended from registering") { history, number, source, limit, Clear() };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, run => run.List(
            (result.GetValue(history) ? "suspensions/history" : "suspensions")
                + ApiClient.Query(("number", result.GetValue(number)), ("source", result.GetValue(source))),
            result.GetValue(limit), items => Table(items,
                new Column("NUMBER", 16, s => Text(s, "number")),
                new Column("SOURCE", 20, s => Text(s, "source")),
                new Column("STOPS", 8, s => Text(s, "everyone") == "yes" ? "everyone" : "source"),
                new Column("SINCE", 9, s => Ago(s, "at")),
                new Column("REMAINS", 14, Remains),
                new Column("PATTERN", 20, s => Text(s, "patterns"))))));
        return command;
    }

    private Command Clear()
    {
        var number = new Argument<string?>("number") { Description = "The number", HelpName = "NUMBER", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All of them" };
        var command = new Command("clear", "Lift the suspension of a number, or of all") { number, all };
        command.Validators.Add(result =>
        {
            if (result.GetResult(number)?.Tokens.Count > 0 == result.GetValue(all))
            {
                result.AddError("Name a number or --all: suspended clear NUMBER, or suspended clear --all.");
            }
        });
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Delete("suspensions" + ApiClient.Query(("number", result.GetValue(number)))),
                done => Line($"Suspensions lifted: {Text(done, "lifted")}."))));
        return command;
    }

    private static string Remains(JsonElement suspension) => Text(suspension, "remainingSeconds") switch
    {
        "" => "until cleared",
        "0" => Text(suspension, "clearedBy") is { Length: > 0 } by ? $"by {by}" : "over",
        var seconds => $"{seconds} s",
    };
}
