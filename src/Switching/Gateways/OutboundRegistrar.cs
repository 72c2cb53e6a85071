using System.Collections.Immutable;
using Tandem.Sip.Flows;

using Tandem.Switching.Parameters;
using Tandem.Switching.UserAgent;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Gateways;

/// <summary>
/// Keeps the routing gateways that have a registration registered with their carriers, follows their configuration, and takes
/// them back when the switch stops. Used by one shard only.
/// </summary>
/// <param name="sender">Sends the requests.</param>
/// <param name="directory">The gateways.</param>
/// <param name="reach">Knows where the registrars are.</param>
/// <param name="parameters">The parameters in force.</param>
/// <param name="passwordOf">Opens the password of a gateway; null when it has none.</param>
public sealed class OutboundRegistrar(
    RequestSender sender, Directory directory, GatewayReach reach, CurrentParameters parameters, Func<RoutingGateway, string?> passwordOf) : IShardMachine
{
    private const int LookEvery = 1_000;

    private readonly Dictionary<string, CarrierRegistration> _registrations = new(StringComparer.Ordinal);
    private readonly List<CarrierRegistration> _leaving = [];
    private ImmutableDictionary<string, RoutingGateway>? _seen;
    private long _nextLook;
    private bool _stopped;

    /// <inheritdoc/>
    public long NextTimer => _nextLook;

    /// <summary>True when nothing is under way; after <see cref="Stop"/> nothing will be again.</summary>
    public bool IsQuiet => _stopped && _leaving.TrueForAll(r => r.IsOver);

    /// <summary>How each registration stands, in the order of the gateways' names.</summary>
    public IReadOnlyList<OutboundRegistrationState> List() =>
        [.. _registrations.Values.Select(r => r.State).OrderBy(s => s.Gateway, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void OnTimer(long now)
    {
        _nextLook = now + LookEvery;
        if (_stopped) return;
        var gateways = directory.RoutingGateways.All;
        if (!ReferenceEquals(gateways, _seen)) Follow(gateways, now);
        _seen = gateways;
        foreach (var registration in _registrations.Values) registration.OnTimer(now);
        _leaving.RemoveAll(r => r.IsOver);
    }

    /// <inheritdoc/>
    public void ConnectionFailed(in Flow flow, long now)
    {
        // The transactions tell of their own requests.
    }

    /// <summary>Ends all registrations, when SS_SIP_USER_AGENT_SEND_UNREGISTER says so: the switch stops.</summary>
    public void Stop(long now)
    {
        _stopped = true;
        foreach (var registration in _registrations.Values) Leave(registration, now);
        _registrations.Clear();
    }

    private void Follow(ImmutableDictionary<string, RoutingGateway> gateways, long now)
    {
        foreach (var registration in _registrations.Values.ToList())
        {
            var wanted = gateways.GetValueOrDefault(registration.Gateway.Name);
            if (wanted is not null && IsRegistered(wanted) && IsSame(wanted, registration.Gateway)) continue;
            _registrations.Remove(registration.Gateway.Name);
            // The same binding with another password is taken over, not removed: the removal could come in behind its renewal.
            if (wanted?.Registration is { } next && IsRegistered(wanted) && IsSameBinding(next, registration.Gateway.Registration!)) registration.Leave(now, tell: false);
            else Leave(registration, now);
        }
        foreach (var gateway in gateways.Values)
        {
            if (IsRegistered(gateway) && !_registrations.ContainsKey(gateway.Name))
            {
                _registrations[gateway.Name] = new CarrierRegistration(sender, gateway, passwordOf(gateway), reach, parameters);
            }
        }
    }

    private void Leave(CarrierRegistration registration, long now)
    {
        registration.Leave(now, parameters.Set.Get(GatewayParameters.SendUnregister));
        _leaving.Add(registration);
    }

    // A locked gateway carries no calls, so the carrier is not to send any.
    private static bool IsRegistered(RoutingGateway gateway) => gateway is { Registration: not null, Locked: false };

    private static bool IsSame(RoutingGateway a, RoutingGateway b) => a.Registration == b.Registration && a.Local == b.Local && a.SealedPassword.AsSpan().SequenceEqual(b.SealedPassword);

    private static bool IsSameBinding(OutboundRegistration a, OutboundRegistration b) => (a.Registrar, a.Domain, a.User) == (b.Registrar, b.Domain, b.User);
}
