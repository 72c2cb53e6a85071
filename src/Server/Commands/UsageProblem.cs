using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Tandem.Server.Commands;

/// <summary>Says in one line what is wrong with a command line and what is allowed; the library's own words name types of the program.</summary>
internal static partial class UsageProblem
{
    /// <summary>The line.</summary>
    public static string Of(ParseResult result)
    {
        // A misspelt command is told before what is missing because of it.
        var error = result.Errors.FirstOrDefault(e => e.Message.StartsWith("Unrecognized", StringComparison.Ordinal)) ?? result.Errors[0];
        if (BadValue().Match(error.Message) is { Success: true } bad)
        {
            return $"{bad.Groups["name"].Value}: '{bad.Groups["value"].Value}' is not {Allowed(result, bad)}.";
        }
        if (error.SymbolResult is ArgumentResult argument && error.Message.StartsWith("Required argument", StringComparison.Ordinal))
        {
            return $"{argument.Argument.HelpName ?? argument.Argument.Name} is missing.";
        }
        return error.Message.ReplaceLineEndings(" ").Trim();
    }

    private static string Allowed(ParseResult result, Match bad)
    {
        var option = result.CommandResult.Command.Options.FirstOrDefault(o => o.Name == bad.Groups["name"].Value);
        if (option?.HelpName is { } words && words.Contains('|')) return $"one of {words.Replace("|", ", ")}";
        return bad.Groups["type"].Value switch
        {
            var type when type.Contains("Int32") || type.Contains("Int64") => "a whole number",
            var type when type.Contains("Guid") => "an ID as calls and records show it, such as 01934b6e-7a5f-7c3d-8b21-5d8f0a1b2c3d",
            var type when type.Contains("Date") => "a time, such as 2026-01-31 or 2026-01-31T18:30",
            _ => "a value it takes",
        };
    }

    [GeneratedRegex("^Cannot parse argument '(?<value>.*)' for (?:option|command) '(?<name>[^']*)' as expected type '(?<type>[^']*)'")]
    private static partial Regex BadValue();
}
