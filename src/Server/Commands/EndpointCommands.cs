using System.CommandLine;
using System.Text.Json;
using Tandem.Api;
using Tandem.Switching.Fields;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem phone …</c> and <c>tandem mapping-gateway …</c>: the same commands for the two kinds.</summary>
/// <param name="shared">The options of all commands.</param>
/// <param name="kind">The command's name.</param>
/// <param name="resource">The API's resource.</param>
/// <param name="key">What the API calls the name: number or name.</param>
/// <param name="calls">The fields that concern calls.</param>
internal sealed class EndpointCommands(SharedOptions shared, string kind, string resource, string key, IReadOnlyList<FieldDefinition> calls)
{
    private readonly string _title = char.ToUpperInvariant(kind[0]) + kind[1..].Replace('-', ' ');

    /// <summary>The command group.</summary>
    public Command Make() => new(kind, $"Add, show, change and remove {resource.Replace('-', ' ')}")
    {
        Add(), List(), Show(), Set(), Remove(), ImportCommand.Make(shared, resource), ExportCommand.Make(shared, resource, hasPasswords: true),
    };

    private Argument<string> Name(string? description = null) => new(key) { Description = description ?? $"The {key}", HelpName = key.ToUpperInvariant() };

    private Command Add()
    {
        var name = Name($"The {key}: 1-64 letters, digits and - _ . ~ + * #");
        var options = new EndpointOptions(calls);
        var command = new Command("add", $"Add a {kind.Replace('-', ' ')}") { name };
        options.AddTo(command);
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: true, async run =>
        {
            var body = options.Read(result);
            body[key] = result.GetValue(name);
            run.Show(await run.Api.Post(resource, body), added => Said("added", added));
        }));
        return command;
    }

    private Command Set()
    {
        var name = Name();
        var options = new EndpointOptions(calls);
        var command = new Command("set", "Change the fields that are given") { name };
        options.AddTo(command);
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Patch(Path(result.GetValue(name)!), options.Read(result)), changed => Said("set", changed))));
        return command;
    }

    private Command List()
    {
        var search = new Option<string?>("--search") { Description = $"A part of the {key} or memo", HelpName = "TEXT" };
        var account = new Option<string?>("--account") { Description = "The account", HelpName = "A" };
        var locked = new Option<bool?>("--locked") { Description = "Locked ones, or the others", HelpName = "true|false" };
        var limit = LimitOption.Make();
        var command = new Command("list", "List them in the order of their names") { search, account, locked, limit };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, run => run.List(
            resource + ApiClient.Query(
                ("search", result.GetValue(search)),
                ("account", result.GetValue(account)),
                ("locked", result.GetValue(locked)?.ToString().ToLowerInvariant())),
            result.GetValue(limit), items => Table(items,
                new Column(key.ToUpperInvariant(), 20, e => Text(e, key)),
                new Column("ACCOUNT", 14, e => Text(e, "account")),
                new Column("MODE", 8, e => Text(e, "mode")),
                new Column("ALLOW", 18, e => Text(e, "allow")),
                new Column("STATE", 8, e => Text(e, "locked") == "yes" ? "locked" : ""),
                new Column("REG", 3, e => Text(e, "registrations")),
                new Column("MEMO", 14, e => Text(e, "memo"))))));
        return command;
    }

    private Command Show()
    {
        var name = Name();
        var password = new Option<bool>("--password") { Description = "Show the password too; each look is written to the audit log" };
        var command = new Command("show", "Show one") { name, password };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            var shown = JsonSerializer.Deserialize<System.Text.Json.Nodes.JsonObject>(await run.Api.Get(Path(result.GetValue(name)!)))!;
            if (result.GetValue(password))
            {
                shown["password"] = Text(ApiClient.Parse(await run.Api.Get($"{Path(result.GetValue(name)!)}/password")), "password");
            }
            run.Show(shown.ToJsonString(ApiJson.Options), Details);
        }));
        return command;
    }

    private Command Remove()
    {
        var names = new Argument<string[]>(key) { Description = "One or more", HelpName = key.ToUpperInvariant(), Arity = ArgumentArity.OneOrMore };
        var command = new Command("remove", "Remove them and end their registrations") { names };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            foreach (var name in result.GetValue(names)!)
            {
                await run.Api.Delete(Path(name));
                run.Say($"{_title} {name} removed.");
            }
        }));
        return command;
    }

    private string Path(string name) => $"{resource}/{ApiClient.Escape(name)}";

    private void Said(string done, JsonElement endpoint)
    {
        Line($"{_title} {Text(endpoint, key)} {done}.");
        if (Text(endpoint, "generatedPassword") is { Length: > 0 } generated) Line($"Its password is {generated}");
    }

    private void Details(JsonElement endpoint) => Fields(
    [
        (key, Text(endpoint, key)),
        ("account", Text(endpoint, "account")),
        ("mode", Text(endpoint, "mode")),
        ("password", Text(endpoint, "password") is { Length: > 0 } clear ? clear : Text(endpoint, "hasPassword") == "yes" ? "(set)" : "(none)"),
        ("allow", Text(endpoint, "allow")),
        ("locked", Text(endpoint, "locked")),
        ("valid until", Time(endpoint, "validUntil")),
        ("expire min", Text(endpoint, "expireMin")),
        ("expire max", Text(endpoint, "expireMax")),
        ("max bindings", Text(endpoint, "maxBindings")),
        ("manual unlock", Text(endpoint, "manualUnlock")),
        ("memo", Text(endpoint, "memo")),
        ("registrations", Text(endpoint, "registrations")),
        ("calls", Text(endpoint, "callsNow")),
        .. FieldList.Of(calls, endpoint, all: false),
    ]);
}
