using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;

namespace Tandem.Switching.Routing;

/// <summary>
/// Finds the mapping gateway that an INVITE comes from by its address. Several on one address are told apart by the numbers that
/// they may send, then by priority, then the one whose entry says more, then by name. One instance belongs to one shard.
/// </summary>
internal sealed class MappingGatewayFinder(RoutingState state)
{
    private readonly List<MappingSource> _found = [];

    /// <summary>The gateway; null when none has the address.</summary>
    public MappingGateway? Find(SipMessage invite, in IpEndpoint source)
    {
        _found.Clear();
        state.Tables.Sources.Find(source, _found);
        return _found.Count switch
        {
            0 => null,
            1 => _found[0].Gateway,
            _ => Best(invite),
        };
    }

    // When the numbers fit none of them, the best of all is taken, and its number check says what is wrong.
    private MappingGateway Best(SipMessage invite)
    {
        _found.Sort(Compare);
        foreach (var source in _found)
        {
            if (Fits(invite, source.Gateway)) return source.Gateway;
        }
        return _found[0].Gateway;
    }

    private bool Fits(SipMessage invite, MappingGateway gateway)
    {
        var numbers = NumberReader.Read(invite, gateway, state.Directory);
        return gateway.Calls.CallerPrefixes.Admits(numbers.Caller) && gateway.Calls.CalleePrefixes.Admits(numbers.Callee);
    }

    private static int Compare(MappingSource a, MappingSource b)
    {
        var order = a.Gateway.Calls.Priority.CompareTo(b.Gateway.Calls.Priority);
        if (order == 0) order = (b.Port != 0).CompareTo(a.Port != 0);
        if (order == 0) order = b.PrefixLength.CompareTo(a.PrefixLength);
        return order != 0 ? order : string.CompareOrdinal(a.Gateway.Name, b.Gateway.Name);
    }
}
