using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Registration;

/// <summary>What the registrars of all shards share; each part is safe for many threads by itself.</summary>
public sealed class RegistrarState(Directory directory, CurrentParameters parameters, LocationTable locations, LocalDomains domains)
{
    private LocalDomains _domains = domains;

    /// <summary>Phones, gateways, accounts.</summary>
    public Directory Directory => directory;

    /// <summary>The parameters in force.</summary>
    public CurrentParameters Parameters => parameters;

    /// <summary>The bindings.</summary>
    public LocationTable Locations => locations;

    /// <summary>Failures and suspensions.</summary>
    public EndpointSuspension Suspensions { get; } = new();

    /// <summary>Where endpoints have authenticated from.</summary>
    public KnownSources KnownSources { get; } = new();

    /// <summary>The User-Agent texts of the bindings.</summary>
    public UserAgentNames UserAgents { get; } = new();

    /// <summary>The names under which the switch is addressed; swapped when the listeners change.</summary>
    public LocalDomains Domains
    {
        get => Volatile.Read(ref _domains);
        set => Volatile.Write(ref _domains, value);
    }
}
