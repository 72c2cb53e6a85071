using System.CommandLine;
using Spectre.Console;
using Tandem.Api.Users;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem user …</c>.</summary>
internal sealed class UserCommands(SharedOptions shared)
{
    /// <summary>The command group.</summary>
    public Command Make() => new("user", "The people who sign in") { List(), Passwd() };

    private Command List()
    {
        var command = new Command("list", "List the users");
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Get("users"), users => Table(users.EnumerateArray(),
                new Column("NAME", 40, u => Text(u, "name")), new Column("SCOPE", 6, u => Text(u, "scope"))))));
        return command;
    }

    private Command Passwd()
    {
        var name = new Argument<string>("name") { Description = "The user", HelpName = "NAME" };
        var command = new Command("passwd", "Set a user's password, asked for or read from the standard input; the user's sessions end") { name };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            await run.Api.Put($"users/{ApiClient.Escape(result.GetValue(name)!)}/password", new NewPassword(ReadPassword()));
            run.Say($"The password of {result.GetValue(name)} is set.");
        }));
        return command;
    }

    private static string ReadPassword() =>
        Console.IsInputRedirected ? Console.In.ReadLine() ?? "" : AnsiConsole.Prompt(new TextPrompt<string>("New password:").Secret());
}
