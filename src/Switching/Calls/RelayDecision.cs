using Tandem.Sip.Flows;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Calls;

/// <summary>Decides whether media is relayed (spec: switch §4).</summary>
internal static class RelayDecision
{
    /// <summary>
    /// Must-on on either side relays; else off on either side does not; else on relays; else the system's mode; Auto relays
    /// where it is needed.
    /// </summary>
    public static bool IsRelayed(MediaMode? caller, MediaMode? callee, MediaMode system, bool needed)
    {
        if (caller == MediaMode.MustOn || callee == MediaMode.MustOn) return true;
        if (caller == MediaMode.Off || callee == MediaMode.Off) return false;
        if (caller == MediaMode.On || callee == MediaMode.On) return true;
        return system switch
        {
            MediaMode.Off => false,
            MediaMode.On or MediaMode.MustOn => true,
            _ => needed,
        };
    }

    /// <summary>
    /// Whether the parties cannot be expected to reach each other: one is behind NAT (its media address is not where its
    /// signalling comes from), or they are in different networks.
    /// </summary>
    /// <param name="callerMedia">The caller's media address by its SDP; default when not known yet.</param>
    /// <param name="caller">Where its signalling comes from.</param>
    /// <param name="callee">Where signalling to the callee goes.</param>
    /// <param name="calleeContact">The callee's address as it wrote it itself; default when a name or not known.</param>
    public static bool IsNeeded(in IpEndpoint callerMedia, in IpEndpoint caller, in IpEndpoint callee, in IpEndpoint calleeContact)
    {
        if (callerMedia != default && callerMedia.WithPort(0) != caller.WithPort(0) && AddressScopes.Of(callerMedia) != AddressScopes.Of(caller)) return true;
        if (calleeContact != default && calleeContact.WithPort(0) != callee.WithPort(0)) return true;
        return AddressScopes.Of(caller) != AddressScopes.Of(callee);
    }
}
