using System.Collections.Immutable;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Accounts;

/// <summary>Keeps the logins of routing gateways that register among the endpoints. One writer at a time.</summary>
internal sealed class CarrierLogins(EndpointIndex endpoints)
{
    private readonly Dictionary<string, RoutingGateway> _known = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _known.Count;

    /// <summary>Takes over a change of the gateways.</summary>
    public void Follow(ImmutableDictionary<string, RoutingGateway> gateways)
    {
        foreach (var name in _known.Keys.Where(name => gateways.GetValueOrDefault(name) is not { Registers: true }).ToList())
        {
            _known.Remove(name);
            endpoints.Remove(name);
        }
        foreach (var gateway in gateways.Values)
        {
            if (!gateway.Registers || ReferenceEquals(_known.GetValueOrDefault(gateway.Name), gateway)) continue;
            // The editor keeps names apart; a phone of that name would be there first.
            if (endpoints.Find(NameHash.Of(gateway.Name)) is not (null or CarrierLogin)) continue;
            _known[gateway.Name] = gateway;
            endpoints.Set(CarrierLogin.Of(gateway));
        }
    }

    /// <summary>What is wrong when a gateway would register under a name that an endpoint has.</summary>
    public static IEnumerable<Problem> Problems(RoutingGateway gateway, Directory directory)
    {
        if (gateway.Registers && directory.FindEndpoint(gateway.Name) is not (null or CarrierLogin))
            yield return new Problem("registers", $"A phone or mapping gateway registers under the name '{gateway.Name}' already.");
    }
}
