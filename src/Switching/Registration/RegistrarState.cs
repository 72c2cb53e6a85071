using Tandem.Sip.Flows;
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

    /// <summary>True when the endpoint may not authenticate from that source now.</summary>
    internal bool IsSuspended(ulong nameHash, in IpEndpoint source, long now, in SuspensionSettings settings)
    {
        if (!settings.On || Suspensions.Check(nameHash, source, now) is not { } suspension) return false;
        if (!suspension.Everyone || settings.Scope == SuspensionScope.Endpoint) return true;
        // Only a suspension that stops everybody but the known sources needs to know whether this is one.
        return !IsKnown(suspension.Endpoint, nameHash, source, now);
    }

    /// <summary>True when the endpoint has authenticated from that address lately, or has a binding from there.</summary>
    internal bool IsKnown(string endpoint, ulong nameHash, in IpEndpoint source, long now) =>
        KnownSources.IsKnown(nameHash, source, now) || Locations.IsBoundFrom(endpoint, nameHash, source);
}
