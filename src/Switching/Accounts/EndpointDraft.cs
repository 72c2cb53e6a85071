namespace Tandem.Switching.Accounts;

/// <summary>
/// A phone or mapping gateway as an operator writes it. A field that is null stays as it is (for a new endpoint: at its
/// default); "" or 0 takes the value away.
/// </summary>
public sealed record EndpointDraft
{
    /// <summary>The account's name; "" = none.</summary>
    public string? Account { get; init; }

    /// <summary>The password in clear; "" takes it away, which only the mode "address" allows.</summary>
    public string? Password { get; init; }

    /// <summary>What it must show to register.</summary>
    public AuthenticationMode? Mode { get; init; }

    /// <summary>The sources, as <see cref="AddressList.TryParse"/> reads them; "" = none.</summary>
    public string? Allow { get; init; }

    /// <summary>Locked or not.</summary>
    public bool? Locked { get; init; }

    /// <summary>The end of its validity as <see cref="EndOfValidity"/> reads it; "" = none.</summary>
    public string? ValidUntil { get; init; }

    /// <summary>Its own shortest expiry in seconds, 1–604800; 0 = SS_ENDPOINT_EXPIRE_MIN.</summary>
    public int? ExpireMin { get; init; }

    /// <summary>Its own longest expiry in seconds, 1–604800; 0 = SS_ENDPOINT_EXPIRE_MAX.</summary>
    public int? ExpireMax { get; init; }

    /// <summary>How many contacts it may hold, 1–100; 0 = SERVER_REGISTRAR_MAX_BINDINGS.</summary>
    public int? MaxBindings { get; init; }

    /// <summary>Whether a suspension lasts until an operator clears it.</summary>
    public bool? ManualUnlock { get; init; }

    /// <summary>The operator's note.</summary>
    public string? Memo { get; init; }

    /// <summary>The fields that concern calls, by their names in snake_case; "" sets the default.</summary>
    public IReadOnlyDictionary<string, string>? Calls { get; init; }
}
