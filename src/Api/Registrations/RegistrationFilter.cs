using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Api.Registrations;

/// <summary>Tells the registrations that are meant from the others, at one moment.</summary>
internal sealed class RegistrationFilter(Directory directory, long now)
{
    public string? Number { get; init; }

    public AddressRange? Range { get; init; }

    public string? Account { get; init; }

    public BindingState? State { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>The moment, in milliseconds since the Unix epoch.</summary>
    public long Now => now;

    /// <summary>True when no filter is set, so that every registration is meant.</summary>
    public bool IsEmpty => Number is null && Range is null && Account is null && State is null && UserAgent is null;

    /// <summary>The account of a registered endpoint; null = none.</summary>
    public string? AccountOf(BindingRecord binding) => directory.FindEndpoint(binding.Endpoint)?.Account;

    /// <summary>True when the registration is meant. The cheapest filters come first.</summary>
    public bool Matches(BindingRecord binding) =>
        (Range is null || Range.Value.Contains(binding.Source))
        && (State is null || binding.StateAt(now) == State)
        && (Number is null || binding.Endpoint.Contains(Number, StringComparison.Ordinal))
        && (UserAgent is null || binding.UserAgent.Contains(UserAgent, StringComparison.OrdinalIgnoreCase))
        && (Account is null || AccountOf(binding) == Account);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Words());

    private IEnumerable<string> Words()
    {
        if (Number is not null) yield return $"number {Number}";
        if (Range is not null) yield return $"address {Range}";
        if (Account is not null) yield return $"account {Account}";
        if (State is { } state) yield return $"state {state.ToString().ToLowerInvariant()}";
        if (UserAgent is not null) yield return $"user agent {UserAgent}";
    }
}
