using System.CommandLine;
using System.Text.Json;
using Tandem.Api.Accounts;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem account …</c>.</summary>
internal sealed class AccountCommands(SharedOptions shared)
{
    private readonly Option<string?> _title = new("--title") { Description = "A label for people", HelpName = "TEXT" };
    private readonly Option<string?> _agent = new("--agent") { Description = "The account above it; \"\" = none", HelpName = "A" };
    private readonly Option<bool?> _locked = new("--locked")
    {
        Description = "Refuse its phones and gateways, or no longer", HelpName = "true|false",
    };
    private readonly Option<string?> _validUntil = new("--valid-until")
    {
        Description = "The last day, or the date-time, of its validity; \"\" = no end", HelpName = "DATE",
    };
    private readonly Option<string?> _memo = new("--memo") { Description = "A note", HelpName = "TEXT" };
    private readonly Argument<string> _name = new("name") { Description = "The account's name", HelpName = "NAME" };

    /// <summary>The command group.</summary>
    public Command Make() => new("account", "Add, show, change and remove accounts")
    {
        Add(), List(), Show(), Set(), Remove(), ImportCommand.Make(shared, "accounts"), ExportCommand.Make(shared, "accounts", hasPasswords: false),
    };

    private Command Add()
    {
        var command = new Command("add", "Add an account") { _name, _title, _agent, _locked, _validUntil, _memo };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: true, async run =>
        {
            var change = Read(result);
            var body = new NewAccount
            {
                Name = result.GetValue(_name)!, Title = change.Title, Agent = change.Agent,
                Locked = change.Locked, ValidUntil = change.ValidUntil, Memo = change.Memo,
            };
            run.Show(await run.Api.Post("accounts", body), account => Line($"Account {Text(account, "name")} added."));
        }));
        return command;
    }

    private Command Set()
    {
        var command = new Command("set", "Change the fields that are given") { _name, _title, _agent, _locked, _validUntil, _memo };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Patch(Path(result.GetValue(_name)!), Read(result)), account => Line($"Account {Text(account, "name")} set."))));
        return command;
    }

    private Command List()
    {
        var search = new Option<string?>("--search") { Description = "A part of the name or title", HelpName = "TEXT" };
        var limit = LimitOption.Make();
        var command = new Command("list", "List them in the order of their names") { search, limit };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, run => run.List(
            "accounts" + ApiClient.Query(("search", result.GetValue(search))), result.GetValue(limit), items => Table(items,
                new Column("NAME", 20, a => Text(a, "name")),
                new Column("TITLE", 24, a => Text(a, "title")),
                new Column("AGENT", 16, a => Text(a, "agent")),
                new Column("STATE", 8, a => Text(a, "locked") == "yes" ? "locked" : ""),
                new Column("VALID UNTIL", 19, a => Time(a, "validUntil"))))));
        return command;
    }

    private Command Show()
    {
        var command = new Command("show", "Show one") { _name };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Get(Path(result.GetValue(_name)!)), Details)));
        return command;
    }

    private Command Remove()
    {
        var command = new Command("remove", "Remove one that nothing belongs to") { _name };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            await run.Api.Delete(Path(result.GetValue(_name)!));
            run.Say($"Account {result.GetValue(_name)} removed.");
        }));
        return command;
    }

    private AccountChange Read(ParseResult result) => new()
    {
        Title = result.GetValue(_title), Agent = result.GetValue(_agent), Locked = result.GetValue(_locked),
        ValidUntil = result.GetValue(_validUntil), Memo = result.GetValue(_memo),
    };

    private static string Path(string name) => $"accounts/{ApiClient.Escape(name)}";

    private static void Details(JsonElement account) => Fields(
        ("name", Text(account, "name")),
        ("title", Text(account, "title")),
        ("agent", Text(account, "agent")),
        ("locked", Text(account, "locked")),
        ("valid until", Time(account, "validUntil")),
        ("memo", Text(account, "memo")));
}
