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
        return bad.Groups["type"].Value.Contains("Int32") ? "a whole number" : "a value it takes";
    }

    [GeneratedRegex("^Cannot parse argument '(?<value>.*)' for (?:option|command) '(?<name>[^']*)' as expected type '(?<type>[^']*)'")]
    private static partial Regex BadValue();
}
