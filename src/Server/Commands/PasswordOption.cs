using System.CommandLine;

namespace Tandem.Server.Commands;

/// <summary>The option that sets a password, which need not stand in the list of processes.</summary>
internal static class PasswordOption
{
    /// <summary>The option.</summary>
    public static Option<string?> Make(string description) => new("--password") { Description = description, HelpName = "P" };

    /// <summary>The password given; null = none is.</summary>
    public static string? Read(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is "-" ? Console.In.ReadLine() ?? "" : result.GetValue(option);
}
