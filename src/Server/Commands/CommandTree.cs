using System.CommandLine;
using System.CommandLine.Parsing;
using Tandem.Switching.Fields;

namespace Tandem.Server.Commands;

/// <summary>The whole command line.</summary>
public static class CommandTree
{
    /// <summary>Runs a command line to its exit code.</summary>
    public static async Task<int> Run(string[] arguments)
    {
        var result = Make().Parse(arguments);
        if (result.Errors.Count == 0) return await result.InvokeAsync();
        // One line that says what is wrong; the help is a command away.
        var help = string.Join(' ', Path(result.CommandResult).Append("--help"));
        return CommandRun.Fail($"{UsageProblem.Of(result)} Try: {help}", ExitCode.Usage);
    }

    /// <summary>The commands with all their options.</summary>
    internal static RootCommand Make()
    {
        var shared = new SharedOptions();
        var registrations = new RegistrationCommands(shared);
        var calls = new CallCommands(shared);
        var backup = new BackupCommands(shared);
        return new RootCommand("Tandem, an open SIP softswitch")
        {
            shared.Data,
            shared.Json,
            RunCommand.Make(shared.Data),
            StatusCommand.Make(shared),
            new EndpointCommands(shared, "phone", "phones", "number", PhoneCallFields.Catalogue).Make(),
            new EndpointCommands(shared, "mapping-gateway", "mapping-gateways", "name", MappingCallFields.Catalogue).Make(),
            GatewayCommands.Routing(shared),
            OutboundRegistrationsCommand.Make(shared),
            GatewayCommands.Groups(shared),
            new NumberGroupCommands(shared).Make(),
            GatewayCommands.Transforms(shared),
            new AccountCommands(shared).Make(),
            registrations.Registrations(),
            registrations.Unregister(),
            new SuspensionCommands(shared).Make(),
            RouteCommand.Make(shared),
            new RecordCommands(shared).Make(),
            calls.Calls(),
            calls.HangUp(),
            calls.Trace(),
            new ParameterCommands(shared).Make(),
            AuditCommand.Make(shared),
            new TokenCommands(shared).Make(),
            new UserCommands(shared).Make(),
            backup.Backup(),
            backup.Restore(),
            DocsCommand.Make(),
        };
    }

    private static IEnumerable<string> Path(CommandResult command)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = command; at is CommandResult { Command: not RootCommand and var named }; at = at.Parent) names.Push(named.Name);
        return names.Prepend("tandem");
    }
}
