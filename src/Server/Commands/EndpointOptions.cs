using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;

namespace Tandem.Server.Commands;

/// <summary>The options that set the fields of a phone or mapping gateway.</summary>
/// <param name="calls">The fields that concern calls.</param>
internal sealed class EndpointOptions(IEnumerable<FieldDefinition> calls)
{
    private readonly FieldOptions _calls = new(calls);
    private readonly Option<string?> _password = PasswordOption.Make(
        "The password; - reads it from the standard input, left out for a new one: generated");
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
        _calls.AddTo(command);
    }

    /// <summary>What the command line sets, as a body of the API.</summary>
    public JsonObject Read(ParseResult result)
    {
        var body = new JsonObject();
        Set(body, "password", PasswordOption.Read(result, _password));
        Set(body, "account", result.GetValue(_account));
        Set(body, "mode", result.GetValue(_mode) is { } mode ? JsonNamingPolicy.CamelCase.ConvertName(mode.ToString()) : null);
        Set(body, "allow", result.GetResult(_allow) is null ? null : new JsonArray([.. result.GetValue(_allow)!.Select(item => JsonValue.Create(item))]));
        Set(body, "locked", result.GetValue(_locked));
        Set(body, "validUntil", result.GetValue(_validUntil));
        Set(body, "expireMin", result.GetValue(_expireMin));
        Set(body, "expireMax", result.GetValue(_expireMax));
        Set(body, "maxBindings", result.GetValue(_maxBindings));
        Set(body, "manualUnlock", result.GetValue(_manualUnlock));
        Set(body, "memo", result.GetValue(_memo));
        _calls.Fill(body, result);
        return body;
    }

    // What is not given stays as it is.
    private static void Set(JsonObject body, string name, JsonNode? value)
    {
        if (value is not null) body[name] = value;
    }
}
