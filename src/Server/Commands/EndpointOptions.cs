using System.CommandLine;
using Tandem.Api.Endpoints;
using Tandem.Switching.Accounts;

namespace Tandem.Server.Commands;

/// <summary>The options that set the fields of a phone or mapping gateway.</summary>
internal sealed class EndpointOptions
{
    private readonly Option<string?> _password = new("--password")
    {
        Description = "The password; - reads it from the standard input, left out for a new one: generated", HelpName = "P",
    };
    private readonly Option<string?> _account = new("--account") { Description = "The account; \"\" = none", HelpName = "A" };
    private readonly Option<AuthenticationMode?> _mode = new("--mode")
    {
        Description = "What it must show to register", HelpName = "password|address|both",
    };
    private readonly Option<string[]> _allow = new("--allow")
    {
        Description = "An address it may come from, may be repeated; \"\" = none", HelpName = "CIDR",
    };
    private readonly Option<bool?> _locked = new("--locked") { Description = "Refuse it, or no longer", HelpName = "true|false" };
    private readonly Option<string?> _validUntil = new("--valid-until")
    {
        Description = "The last day, or the date-time, of its validity; \"\" = no end", HelpName = "DATE",
    };
    private readonly Option<int?> _expireMin = new("--expire-min")
    {
        Description = "Its own shortest expiry, 1-604800; 0 = as the parameter says", HelpName = "SECONDS",
    };
    private readonly Option<int?> _expireMax = new("--expire-max")
    {
        Description = "Its own longest expiry, 1-604800; 0 = as the parameter says", HelpName = "SECONDS",
    };
    private readonly Option<int?> _maxBindings = new("--max-bindings")
    {
        Description = "How many contacts it may hold, 1-100; 0 = as the parameter says", HelpName = "N",
    };
    private readonly Option<bool?> _manualUnlock = new("--manual-unlock")
    {
        Description = "Suspensions last until an operator clears them", HelpName = "true|false",
    };
    private readonly Option<string?> _memo = new("--memo") { Description = "A note", HelpName = "TEXT" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            _password, _account, _mode, _allow, _locked, _validUntil, _expireMin, _expireMax, _maxBindings, _manualUnlock, _memo,
        ];
        foreach (var option in all) command.Add(option);
    }

    /// <summary>What the command line sets.</summary>
    public EndpointChange Read(ParseResult result) => new()
    {
        Password = result.GetValue(_password) is "-" ? Console.In.ReadLine() ?? "" : result.GetValue(_password),
        Account = result.GetValue(_account),
        Mode = result.GetValue(_mode),
        Allow = result.GetResult(_allow) is null ? null : result.GetValue(_allow),
        Locked = result.GetValue(_locked),
        ValidUntil = result.GetValue(_validUntil),
        ExpireMin = result.GetValue(_expireMin),
        ExpireMax = result.GetValue(_expireMax),
        MaxBindings = result.GetValue(_maxBindings),
        ManualUnlock = result.GetValue(_manualUnlock),
        Memo = result.GetValue(_memo),
    };
}
