using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Switching.Accounts;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem routing-gateway …</c> and the like: the same commands for every kind of object that is its fields.</summary>
/// <param name="shared">The options of all commands.</param>
/// <param name="kind">The kind.</param>
/// <param name="columns">The columns of a list behind the name.</param>
internal class ObjectCommands<T>(SharedOptions shared, ObjectKind<T> kind, params Column[] columns) where T : class
{
    private readonly string _title = char.ToUpperInvariant(kind.Word[0]) + kind.Word[1..];

    /// <summary>The API's resource.</summary>
    protected string Resource { get; } = $"{kind.Slug}s";

    /// <summary>The options of all commands.</summary>
    protected SharedOptions Shared => shared;

    /// <summary>The command group.</summary>
    public virtual Command Make() => new(kind.Slug, $"Add, show, change and remove {kind.Word}s")
    {
        Add(), List(), Show(), Set(), Remove(), ImportCommand.Make(shared, Resource), ExportCommand.Make(shared, Resource, hasPasswords: false),
    };

    /// <summary>The name, as an argument.</summary>
    protected static Argument<string> Name() => new("name") { Description = "The name: 1-64 letters, digits and - _ . ~ + * #", HelpName = "NAME" };

    /// <summary>The resource of one.</summary>
    protected string Path(string name) => $"{Resource}/{ApiClient.Escape(name)}";

    /// <summary>Shows people what else there is to know of one, behind its fields.</summary>
    protected virtual Task ShowMore(CommandRun run, string name) => Task.CompletedTask;

    /// <summary>What else a list shows of each: columns behind the others.</summary>
    protected virtual Task<Column[]> MoreColumns(CommandRun run) => Task.FromResult<Column[]>([]);

    private Command Add() => Edit("add", $"Add a {kind.Word}", creates: true, async (run, name, body) =>
    {
        body["name"] = name;
        run.Show(await run.Api.Post(Resource, body), added => Line($"{_title} {Text(added, "name")} added."));
    });

    private Command Set() => Edit("set", "Change the fields that are given", creates: false, async (run, name, body) =>
        run.Show(await run.Api.Patch(Path(name), body), changed => Line($"{_title} {Text(changed, "name")} set.")));

    private Command Edit(string verb, string description, bool creates, Func<CommandRun, string, JsonObject, Task> edit)
    {
        var name = Name();
        var password = PasswordOption.Make("The password for its challenges and its registration; - reads it from the standard input, \"\" = none");
        var options = new FieldOptions(kind.Catalogue);
        var command = new Command(verb, description) { name };
        if (kind.Secret is not null) command.Add(password);
        options.AddTo(command);
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates, run =>
        {
            var body = new JsonObject();
            if (kind.Secret is not null && PasswordOption.Read(result, password) is { } secret) body["password"] = secret;
            options.Fill(body, result);
            return edit(run, result.GetValue(name)!, body);
        }));
        return command;
    }

    private Command List()
    {
        var search = new Option<string?>("--search") { Description = "A part of the name or memo", HelpName = "TEXT" };
        var limit = LimitOption.Make();
        var command = new Command("list", "List them in the order of their names") { search, limit };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            var more = run.Json ? [] : await MoreColumns(run);
            await run.List(Resource + ApiClient.Query(("search", result.GetValue(search))), result.GetValue(limit),
                items => Table(items, [new Column("NAME", 20, one => Text(one, "name")), .. columns, .. more]));
        }));
        return command;
    }

    private Command Show()
    {
        var name = Name();
        var all = new Option<bool>("--all") { Description = "Show the fields that are at their default too" };
        var command = new Command("show", "Show one: the fields that are not at their default") { name, all };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            run.Show(await run.Api.Get(Path(result.GetValue(name)!)), one => Details(one, result.GetValue(all)));
            if (!run.Json) await ShowMore(run, result.GetValue(name)!);
        }));
        return command;
    }

    private Command Remove()
    {
        var names = new Argument<string[]>("name") { Description = "One or more", HelpName = "NAME", Arity = ArgumentArity.OneOrMore };
        var command = new Command("remove", "Remove them") { names };
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

    private void Details(JsonElement one, bool all) => Fields(
    [
        ("name", Text(one, "name")),
        ("password", !one.TryGetProperty("hasPassword", out var has) ? "" : has.GetBoolean() ? "(set)" : all ? "(none)" : ""),
        .. FieldList.Of(kind.Catalogue, one, all),
        ("numbers", Text(one, "numberCount")),
    ]);
}
