using System.ComponentModel;
using Tandem.Switching.Registration;

namespace Tandem.Api.Registrations;

/// <summary>One registered contact as the API shows it.</summary>
public sealed record RegistrationView
{
    /// <summary>The phone's or gateway's name.</summary>
    [Description("The phone's number or the gateway's name.")]
    public required string Number { get; init; }

    /// <summary>The account.</summary>
    [Description("The account it belongs to; null = none.")]
    public string? Account { get; init; }

    /// <summary>The Contact URI.</summary>
    [Description("The Contact URI as the phone wrote it.")]
    public required string Contact { get; init; }

    /// <summary>Where it came from.</summary>
    [Description("The address and port it came from, as seen on the wire.")]
    public required string Source { get; init; }

    /// <summary>How it came.</summary>
    [Description("udp, tcp, tls, ws or wss.")]
    public required string Transport { get; init; }

    /// <summary>The User-Agent.</summary>
    [Description("The User-Agent of the latest REGISTER; text of the peer's choice.")]
    public required string UserAgent { get; init; }

    /// <summary>The state.</summary>
    [Description("registered, expiring (in the last tenth of its time), offline (its connection is gone) or expired.")]
    public required BindingState State { get; init; }

    /// <summary>First registered.</summary>
    [Description("When the contact was first registered.")]
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Last refreshed.</summary>
    [Description("When it was last refreshed.")]
    public required DateTimeOffset RefreshedAt { get; init; }

    /// <summary>Ends.</summary>
    [Description("When it ends unless refreshed.")]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Seconds to its end.</summary>
    [Description("The seconds to its end.")]
    public required int ExpiresIn { get; init; }

    /// <summary>The preference.</summary>
    [Description("The contact's preference, 0–1 (RFC 3261 §20.10).")]
    public required double Q { get; init; }

    /// <summary>+sip.instance.</summary>
    [Description("The device's +sip.instance (RFC 5626); empty = none.")]
    public required string Instance { get; init; }

    /// <summary>The Path vector.</summary>
    [Description("The Path vector (RFC 3327); empty = none.")]
    public required string Path { get; init; }

    internal static RegistrationView Of(BindingRecord binding, string? account, long now) => new()
    {
        Number = binding.Endpoint,
        Account = account,
        Contact = binding.Contact,
        Source = binding.Source.ToString(),
        Transport = binding.Transport.ToString().ToLowerInvariant(),
        UserAgent = binding.UserAgent,
        State = binding.StateAt(now),
        RegisteredAt = DateTimeOffset.FromUnixTimeMilliseconds(binding.RegisteredAt),
        RefreshedAt = DateTimeOffset.FromUnixTimeMilliseconds(binding.RefreshedAt),
        ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(binding.ExpiresAt),
        ExpiresIn = (int)Math.Max(0, (binding.ExpiresAt - now) / 1000),
        Q = binding.Q / 1000.0,
        Instance = binding.Instance,
        Path = binding.Path,
    };
}
