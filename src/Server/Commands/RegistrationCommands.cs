using System.CommandLine;
using Tandem.Api.Registrations;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem registrations</c> and <c>tandem unregister</c>.</summary>
internal sealed class RegistrationCommands(SharedOptions shared)
{
    /// <summary>Lists registered contacts.</summary>
    public Command Registrations()
    {
        var filters = new Filters();
        var limit = LimitOption.Make();
        var command = new Command("registrations", "List registered contacts") { limit };
        filters.AddTo(command);
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, run => run.List(
            "registrations" + filters.Query(result), result.GetValue(limit), items => Table(items,
                new Column("NUMBER", 16, r => Text(r, "number")),
                new Column("SOURCE", 26, r => Text(r, "source")),
                new Column("VIA", 3, r => Text(r, "transport")),
                new Column("STATE", 10, r => Text(r, "state")),
                new Column("EXPIRES", 9, r => Ago(r, "expiresAt")),
                new Column("ACCOUNT", 10, r => Text(r, "account")),
                new Column("USER AGENT", 12, r => Text(r, "userAgent"))))));
        return command;
    }

    /// <summary>Ends registrations.</summary>
    public Command Unregister()
    {
        var numbers = new Argument<string[]>("number")
        {
            Description = "One or more numbers; none when filters choose", HelpName = "NUMBER", Arity = ArgumentArity.ZeroOrMore,
        };
        var filters = new Filters();
        var command = new Command("unregister", "End registrations; the phones may register again") { numbers };
        filters.AddTo(command);
        command.Validators.Add(result =>
        {
            var named = result.GetResult(numbers)?.Tokens.Count > 0;
            if (named == filters.AnyIn(result))
            {
                result.AddError("Name numbers or filters, and not both: unregister NUMBER..., or unregister --address 192.0.2.0/24.");
            }
        });
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            var chosen = result.GetValue(numbers) ?? [];
            var answer = chosen.Length switch
            {
                0 => await run.Api.Delete("registrations" + filters.Query(result)),
                1 => await run.Api.Delete($"registrations/{ApiClient.Escape(chosen[0])}"),
                _ => await run.Api.Post("registrations/unregister", new UnregisterList(chosen)),
            };
            run.Show(answer, done => Line($"Contacts removed: {Text(done, "removed")}."));
        }));
        return command;
    }

    private sealed class Filters
    {
        private readonly Option<string?> _number = new("--number") { Description = "A part of the number", HelpName = "TEXT" };
        private readonly Option<string?> _address = new("--address")
        {
            Description = "The source: an address, a CIDR block, or address:port", HelpName = "CIDR",
        };
        private readonly Option<string?> _account = new("--account") { Description = "The account", HelpName = "A" };
        private readonly Option<string?> _state = new("--state")
        {
            Description = "The state", HelpName = "registered|expiring|offline|expired",
        };
        private readonly Option<string?> _userAgent = new("--user-agent")
        {
            Description = "A part of the User-Agent, in any case", HelpName = "TEXT",
        };

        private Option<string?>[] All => [_number, _address, _account, _state, _userAgent];

        public void AddTo(Command command)
        {
            foreach (var option in All) command.Add(option);
        }

        public bool AnyIn(System.CommandLine.Parsing.CommandResult result) => All.Any(option => result.GetResult(option) is { Implicit: false });

        public string Query(ParseResult result) => ApiClient.Query(
            ("number", result.GetValue(_number)), ("address", result.GetValue(_address)), ("account", result.GetValue(_account)),
            ("state", result.GetValue(_state)), ("userAgent", result.GetValue(_userAgent)));
    }
}
