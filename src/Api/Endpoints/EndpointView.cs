using System.ComponentModel;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Endpoints;

/// <summary>A phone or mapping gateway as the API shows it. Its password is shown by a resource of its own.</summary>
public abstract record EndpointView
{
    /// <summary>The account it belongs to.</summary>
    [Description("The account it belongs to; null = none.")]
    public string? Account { get; private set; }

    /// <summary>What it must show to register.</summary>
    [Description("What it must show to register: its password, an address of its list, or both.")]
    public AuthenticationMode Mode { get; private set; }

    /// <summary>Whether it has a password.</summary>
    [Description("Whether it has a password.")]
    public bool HasPassword { get; private set; }

    /// <summary>The sources it may register from.</summary>
    [Description("The sources it may register from: addresses, CIDR blocks, or address:port.")]
    public IReadOnlyList<string> Allow { get; private set; } = [];

    /// <summary>Whether it is refused.</summary>
    [Description("A locked one is refused with 403.")]
    public bool Locked { get; private set; }

    /// <summary>The end of its validity.</summary>
    [Description("The end of its validity; null = none.")]
    public DateTimeOffset? ValidUntil { get; private set; }

    /// <summary>Its own shortest expiry.</summary>
    [Description("Its own shortest expiry in seconds; null = SS_ENDPOINT_EXPIRE_MIN.")]
    public int? ExpireMin { get; private set; }

    /// <summary>Its own longest expiry.</summary>
    [Description("Its own longest expiry in seconds; null = SS_ENDPOINT_EXPIRE_MAX.")]
    public int? ExpireMax { get; private set; }

    /// <summary>How many contacts it may hold.</summary>
    [Description("How many contacts it may hold at once; null = SERVER_REGISTRAR_MAX_BINDINGS.")]
    public int? MaxBindings { get; private set; }

    /// <summary>Whether suspensions last until they are cleared.</summary>
    [Description("Whether a suspension lasts until an operator clears it.")]
    public bool ManualUnlock { get; private set; }

    /// <summary>The operator's note.</summary>
    [Description("The operator's note.")]
    public string Memo { get; private set; } = "";

    /// <summary>How many contacts are registered now.</summary>
    [Description("How many contacts are registered now.")]
    public int Registrations { get; private set; }

    /// <summary>The password that was generated because none was given; shown in the answer to that request only.</summary>
    [Description("The password that was generated because none was given; shown in the answer to that request only.")]
    public string? GeneratedPassword { get; init; }

    /// <summary>Takes the fields over.</summary>
    internal EndpointView Fill(Endpoint endpoint, int registrations)
    {
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
        return this;
    }
}
