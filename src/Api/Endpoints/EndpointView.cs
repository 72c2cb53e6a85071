using System.ComponentModel;
using System.Text.Json.Serialization;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Endpoints;

/// <summary>A phone or mapping gateway as the API shows it. Its password is shown by a resource of its own.</summary>
public abstract record EndpointView
{
    private protected EndpointView(Endpoint endpoint, IDictionary<string, object> calls, int registrations)
    {
        Calls = calls;
        Account = endpoint.Account;
        Mode = endpoint.Mode;
        HasPassword = endpoint.SealedPassword is not null;
        Allow = [.. endpoint.Allow.Ranges.Select(range => range.ToString())];
        Locked = endpoint.Locked;
        ValidUntil = endpoint.ValidUntil;
        ExpireMin = endpoint.ExpireMin;
        ExpireMax = endpoint.ExpireMax;
        MaxBindings = endpoint.MaxBindings;
        ManualUnlock = endpoint.ManualUnlock;
        Memo = endpoint.Memo;
        Registrations = registrations;
    }

    /// <summary>The account it belongs to.</summary>
    [Description("The account it belongs to; null = none.")]
    public string? Account { get; }

    /// <summary>What it must show to register.</summary>
    [Description("What it must show to register: its password, an address of its list, or both.")]
    public AuthenticationMode Mode { get; }

    /// <summary>Whether it has a password.</summary>
    [Description("Whether it has a password.")]
    public bool HasPassword { get; }

    /// <summary>The sources it may register from.</summary>
    [Description("The sources it may register from: addresses, CIDR blocks, or address:port.")]
    public IReadOnlyList<string> Allow { get; }

    /// <summary>Whether it is refused.</summary>
    [Description("A locked one is refused with 403.")]
    public bool Locked { get; }

    /// <summary>The end of its validity.</summary>
    [Description("The end of its validity; null = none.")]
    public DateTimeOffset? ValidUntil { get; }

    /// <summary>Its own shortest expiry.</summary>
    [Description("Its own shortest expiry in seconds; null = SS_ENDPOINT_EXPIRE_MIN.")]
    public int? ExpireMin { get; }

    /// <summary>Its own longest expiry.</summary>
    [Description("Its own longest expiry in seconds; null = SS_ENDPOINT_EXPIRE_MAX.")]
    public int? ExpireMax { get; }

    /// <summary>How many contacts it may hold.</summary>
    [Description("How many contacts it may hold at once; null = SERVER_REGISTRAR_MAX_BINDINGS.")]
    public int? MaxBindings { get; }

    /// <summary>Whether suspensions last until they are cleared.</summary>
    [Description("Whether a suspension lasts until an operator clears it.")]
    public bool ManualUnlock { get; }

    /// <summary>The operator's note.</summary>
    [Description("The operator's note.")]
    public string Memo { get; }

    /// <summary>How many contacts are registered now.</summary>
    [Description("How many contacts are registered now.")]
    public int Registrations { get; }

    /// <summary>Its calls.</summary>
    [Description("Calls that it makes and receives at this moment.")]
    public int CallsNow { get; init; }

    /// <summary>The password that was generated because none was given; shown in the answer to that request only.</summary>
    [Description("The password that was generated because none was given; shown in the answer to that request only.")]
    public string? GeneratedPassword { get; init; }

    /// <summary>The fields that concern calls, by their names.</summary>
    [JsonExtensionData]
    public IDictionary<string, object> Calls { get; }
}
