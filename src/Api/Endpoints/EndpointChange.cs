using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tandem.Api.Fields;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Endpoints;

/// <summary>The fields of a phone or mapping gateway to set. One left out or null stays as it is.</summary>
/// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
public record EndpointChange<T> where T : Endpoint
{
    /// <summary>The account.</summary>
    [Description("The account's name; \"\" = none.")]
    public string? Account { get; init; }

    /// <summary>The password.</summary>
    [Description("The password; \"\" takes it away, which only the mode address allows.")]
    public string? Password { get; init; }

    /// <summary>The mode.</summary>
    [Description("What it must show to register: its password, an address of its list, or both.")]
    public AuthenticationMode? Mode { get; init; }

    /// <summary>The sources.</summary>
    [Description("The sources it may register from, such as 192.0.2.7, 192.0.2.0/24 or [2001:db8::1]:5060; [] = none.")]
    public IReadOnlyList<string>? Allow { get; init; }

    /// <summary>Locked or not.</summary>
    [Description("A locked one is refused with 403.")]
    public bool? Locked { get; init; }

    /// <summary>The end of its validity.</summary>
    [Description("A date (good through the end of that day in UTC) or date-time of ISO 8601; \"\" = no end.")]
    public string? ValidUntil { get; init; }

    /// <summary>Its own shortest expiry.</summary>
    [Description("Its own shortest expiry in seconds, 1–604800; 0 = SS_ENDPOINT_EXPIRE_MIN.")]
    public int? ExpireMin { get; init; }

    /// <summary>Its own longest expiry.</summary>
    [Description("Its own longest expiry in seconds, 1–604800; 0 = SS_ENDPOINT_EXPIRE_MAX.")]
    public int? ExpireMax { get; init; }

    /// <summary>How many contacts it may hold.</summary>
    [Description("How many contacts it may hold at once, 1–100; 0 = SERVER_REGISTRAR_MAX_BINDINGS.")]
    public int? MaxBindings { get; init; }

    /// <summary>Whether suspensions last until they are cleared.</summary>
    [Description("Whether a suspension lasts until an operator clears it.")]
    public bool? ManualUnlock { get; init; }

    /// <summary>The operator's note.</summary>
    [Description("The operator's note, at most 2000 characters.")]
    public string? Memo { get; init; }

    /// <summary>The fields that concern calls, by their names.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Calls { get; init; }

    internal EndpointDraft ToDraft(CallFields<T> fields, List<Problem> problems) => new()
    {
        Account = Account,
        Password = Password,
        Mode = Mode,
        Allow = Allow is null ? null : string.Join(',', Allow),
        Locked = Locked,
        ValidUntil = ValidUntil,
        ExpireMin = ExpireMin,
        ExpireMax = ExpireMax,
        MaxBindings = MaxBindings,
        ManualUnlock = ManualUnlock,
        Memo = Memo,
        Calls = Calls is null ? null : FieldBody.Read(fields.All, Calls, problems),
    };
}
