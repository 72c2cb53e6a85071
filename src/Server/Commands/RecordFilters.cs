using System.CommandLine;
using System.Globalization;

namespace Tandem.Server.Commands;

/// <summary>The options that choose call records.</summary>
internal sealed class RecordFilters
{
    private readonly Option<DateTimeOffset?> _from = new("--from") { Description = "Calls that began then or later", HelpName = "TIME" };
    private readonly Option<DateTimeOffset?> _to = new("--to") { Description = "Calls that began before then", HelpName = "TIME" };
    private readonly Option<string?> _caller = new("--caller") { Description = "The caller's number; with * at its end how it begins", HelpName = "NUMBER" };
    private readonly Option<string?> _callee = new("--callee") { Description = "The called number; with * at its end how it begins", HelpName = "NUMBER" };
    private readonly Option<string?> _account = new("--account") { Description = "The account", HelpName = "A" };
    private readonly Option<string?> _entry = new("--entry") { Description = "The phone or gateway where the call came in", HelpName = "NAME" };
    private readonly Option<string?> _exit = new("--exit") { Description = "The phone or gateway where it went", HelpName = "NAME" };
    private readonly Option<string?> _endReason = new("--end-reason") { Description = "Why it ended, such as busy", HelpName = "WORD" };
    private readonly Option<bool?> _answered = new("--answered") { Description = "Answered calls, or with false the others", HelpName = "true|false", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> _least = new("--min-seconds") { Description = "The shortest hold time", HelpName = "N" };
    private readonly Option<int?> _most = new("--max-seconds") { Description = "The longest hold time", HelpName = "N" };

    /// <summary>Adds all of them.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _from, _to, _caller, _callee, _account, _entry, _exit, _endReason, _answered, _least, _most }) command.Add(option);
    }

    /// <summary>The API's query of those that were given.</summary>
    public string Query(ParseResult result) => ApiClient.Query(
        ("from", Time(result.GetValue(_from))), ("to", Time(result.GetValue(_to))),
        ("caller", result.GetValue(_caller)), ("callee", result.GetValue(_callee)), ("account", result.GetValue(_account)),
        ("entry", result.GetValue(_entry)), ("exit", result.GetValue(_exit)), ("endReason", result.GetValue(_endReason)),
        ("answered", Answered(result)), ("minSeconds", Number(result.GetValue(_least))), ("maxSeconds", Number(result.GetValue(_most))));

    private string? Answered(ParseResult result) =>
        result.GetResult(_answered) is not { Implicit: false } given ? null : given.Tokens.Count > 0 && result.GetValue(_answered) == false ? "false" : "true";

    private static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
