using System.CommandLine;
using Tandem.Api.Tokens;
using Tandem.Switching.Operators;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem token …</c>.</summary>
internal sealed class TokenCommands(SharedOptions shared)
{
    private readonly Argument<string> _name = new("name") { Description = "The token's name", HelpName = "NAME" };

    /// <summary>The command group.</summary>
    public Command Make() => new("token", "Make and revoke tokens of the HTTP API") { Create(), List(), Revoke() };

    private Command Create()
    {
        var scope = new Option<TokenScope>("--scope")
        {
            Description = "What its bearer may do; each includes the ones before it", HelpName = "read|write|admin", Required = true,
        };
        var allow = new Option<string[]>("--allow")
        {
            Description = "An address it is good from, may be repeated; left out: any", HelpName = "CIDR",
        };
        var validUntil = new Option<string?>("--valid-until")
        {
            Description = "The last day, or the date-time; left out: SERVER_API_TOKEN_DAYS from now", HelpName = "DATE",
        };
        var command = new Command("create", "Make a token; its text is shown this once") { _name, scope, allow, validUntil };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: true, async run =>
        {
            var body = new NewToken
            {
                Name = result.GetValue(_name)!, Scope = result.GetValue(scope),
                Allow = result.GetValue(allow), ValidUntil = result.GetValue(validUntil),
            };
            // Only the token on the standard output, so that a script can take it from there.
            run.Show(await run.Api.Post("tokens", body), token => Line(Text(token, "token")));
        }));
        return command;
    }

    private Command List()
    {
        var command = new Command("list", "List the tokens that have not ended");
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Get("tokens"), tokens => Table(tokens.EnumerateArray(),
                new Column("NAME", 24, t => Text(t, "name")),
                new Column("SCOPE", 6, t => Text(t, "scope")),
                new Column("FROM", 22, t => Text(t, "allow") is { Length: > 0 } from ? from : "anywhere"),
                new Column("MADE BY", 12, t => Text(t, "createdBy")),
                new Column("ENDS", 19, t => Time(t, "validUntil") is { Length: > 0 } end ? end : "never")))));
        return command;
    }

    private Command Revoke()
    {
        var command = new Command("revoke", "Revoke a token at once") { _name };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            await run.Api.Delete($"tokens/{ApiClient.Escape(result.GetValue(_name)!)}");
            run.Say($"Token {result.GetValue(_name)} revoked.");
        }));
        return command;
    }
}
