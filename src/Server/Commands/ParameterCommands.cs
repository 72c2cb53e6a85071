using System.CommandLine;
using System.Text.Json;
using Tandem.Api.Parameters;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem param …</c>.</summary>
internal sealed class ParameterCommands(SharedOptions shared)
{
    private readonly Argument<string> _name = new("name") { Description = "The parameter's name or an alias, in any case", HelpName = "NAME" };

    /// <summary>The command group.</summary>
    public Command Make() => new("param", "Show and set parameters") { List(), Get(), Set(), Reset() };

    private Command List()
    {
        var set = new Option<bool>("--set") { Description = "Only those that are not at their default" };
        var command = new Command("list", "List all parameters") { set };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            var all = ApiClient.Parse(await run.Api.Get("parameters")).EnumerateArray()
                .Where(p => !result.GetValue(set) || Text(p, "isSet") == "yes").ToList();
            run.Show(JsonSerializer.Serialize(all, Tandem.Api.ApiJson.Options), _ => Table(all,
                new Column("PARAMETER", 46, p => Text(p, "name")),
                new Column("VALUE", 18, p => Text(p, "value")),
                new Column("UNIT", 10, p => Text(p, "unit")),
                new Column("DEFAULT", 16, p => Text(p, "isSet") == "yes" ? Text(p, "default") : "")));
        }));
        return command;
    }

    private Command Get()
    {
        var command = new Command("get", "Show one parameter") { _name };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Get(Path(result)), Details)));
        return command;
    }

    private Command Set()
    {
        var value = new Argument<string>("value") { Description = "The value, as in: 180, On, udp:5060,tcp:5060", HelpName = "VALUE" };
        var command = new Command("set", "Set a parameter; it takes effect at once") { _name, value };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: true, async run =>
            run.Show(await run.Api.Put(Path(result), new ParameterValue(result.GetValue(value)!)), Now)));
        return command;
    }

    private Command Reset()
    {
        var command = new Command("reset", "Put a parameter back to its default") { _name };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Delete(Path(result)), Now)));
        return command;
    }

    private string Path(ParseResult result) => $"parameters/{ApiClient.Escape(result.GetValue(_name)!)}";

    private static void Now(JsonElement parameter) => Line($"{Text(parameter, "name")} is now {Value(parameter)}.");

    private static void Details(JsonElement parameter) => Fields(
        ("name", Text(parameter, "name")),
        ("value", Value(parameter)),
        ("default", Text(parameter, "default")),
        ("range", Text(parameter, "range")),
        ("aliases", Text(parameter, "aliases")),
        ("category", Text(parameter, "category")),
        ("meaning", Text(parameter, "meaning")));

    private static string Value(JsonElement parameter) =>
        Text(parameter, "value") is { Length: > 0 } value ? $"{value} {Text(parameter, "unit")}".TrimEnd() : "empty";
}
