using System.Collections.Immutable;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Routing;

/// <summary>What is made of the gateways so that a call finds its own quickly. Immutable.</summary>
internal sealed class RouteTables
{
    /// <summary>The tables of a switch without gateways.</summary>
    public static readonly RouteTables Empty = new()
    {
        MappingGateways = ImmutableDictionary<string, MappingGateway>.Empty,
        RoutingGateways = ImmutableDictionary<string, RoutingGateway>.Empty,
        Sources = new MappingSources([]),
        Prefixes = new PrefixTable([]),
    };

    /// <summary>The mapping gateways they were made of.</summary>
    public required ImmutableDictionary<string, MappingGateway> MappingGateways { get; init; }

    /// <summary>The routing gateways they were made of.</summary>
    public required ImmutableDictionary<string, RoutingGateway> RoutingGateways { get; init; }

    /// <summary>The mapping gateways by their addresses.</summary>
    public required MappingSources Sources { get; init; }

    /// <summary>The routing gateways by the prefixes that they serve.</summary>
    public required PrefixTable Prefixes { get; init; }

    /// <summary>The tables of another configuration; what is the same is taken over.</summary>
    public RouteTables With(ImmutableDictionary<string, MappingGateway> mapping, ImmutableDictionary<string, RoutingGateway> routing) => new()
    {
        MappingGateways = mapping,
        RoutingGateways = routing,
        Sources = ReferenceEquals(mapping, MappingGateways) ? Sources : new MappingSources(mapping.Values),
        Prefixes = ReferenceEquals(routing, RoutingGateways) ? Prefixes : new PrefixTable(routing.Values),
    };
}
