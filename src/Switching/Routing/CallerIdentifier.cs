using System.Text;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Authentication;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Registration;

namespace Tandem.Switching.Routing;

/// <summary>
/// Finds out who sends an INVITE (spec: switch §2, step 3): by credentials, by a binding on the flow, by the address of a mapping
/// gateway, of a phone or of a carrier. One instance belongs to one shard.
/// </summary>
/// <remarks>
/// Who is found by none of these is asked for credentials, whether the number in From exists or not, so that nobody can find out
/// which phones there are. All that a stranger can learn is a 403.
/// </remarks>
/// <param name="state">What the shards share.</param>
/// <param name="authenticator">This shard's checker of credentials.</param>
public sealed class CallerIdentifier(RoutingState state, EndpointAuthenticator authenticator)
{
    private readonly MappingGatewayFinder _gateways = new(state);
    private readonly RegistrarState _registrar = state.Registrar;

    /// <summary>401 or 407.</summary>
    public int ChallengeStatus => state.Settings.ChallengeStatus;

    /// <summary>Identifies the sender; checks the validity of what it finds, and its account, as well.</summary>
    public CallerVerdict Identify(SipMessage invite, in Flow flow, long now)
    {
        var settings = state.Settings;
        Span<byte> fromScratch = stackalloc byte[AddressOfRecord.MaxUserLength];
        AddressOfRecord.TryRead(invite.From, fromScratch, out var from);
        var named = from.Name.IsEmpty ? null : state.Directory.Endpoints.Find(from.Hash);
        var realm = _registrar.Domains.RealmFor(from.Domain, flow.Listener, settings.Registrar);

        Span<byte> scratch = stackalloc byte[EndpointAuthenticator.ScratchLength];
        var given = EndpointAuthenticator.TryFind(invite, realm, settings.Registrar, scratch, out var credentials);
        var user = given ? state.Directory.Endpoints.Find(NameHash.Of(credentials.Username)) : null;
        if (user is not null) return ByCredentials(invite, credentials, user, from.Name, realm, flow, now);
        if (named is null || !IsBoundOn(flow, named, from.Hash))
        {
            if (_gateways.Find(invite, flow.Remote) is { } gateway)
            {
                if (gateway.Mode == AuthenticationMode.Address) return Checked(gateway, flow, now);
                return given ? ByCredentials(invite, credentials, null, from.Name, realm, flow, now) : Challenge();
            }
            if (named is not { Mode: AuthenticationMode.Address } && !given && state.Carriers.Find(flow.Remote) is { } carrier) return Known(carrier);
        }
        if (given) return ByCredentials(invite, credentials, null, from.Name, realm, flow, now);
        return Unproven(named, from.Hash, flow, now);
    }

    /// <summary>Writes the challenges into a 401 or 407 (<see cref="ChallengeStatus"/>).</summary>
    public void WriteChallenge(ref ResponseWriter writer, SipMessage invite, in Flow flow, bool stale, long now)
    {
        var settings = state.Settings;
        var algorithms = settings.Registrar.AlgorithmsFor(invite.First(HeaderName.UserAgent));
        Span<byte> scratch = stackalloc byte[AddressOfRecord.MaxUserLength];
        AddressOfRecord.TryRead(invite.From, scratch, out var from);
        var realm = _registrar.Domains.RealmFor(from.Domain, flow.Listener, settings.Registrar);
        authenticator.WriteChallenge(ref writer, algorithms, realm, flow.Remote, stale, now, asProxy: settings.ChallengeStatus == 407);
    }

    /// <summary>The numbers of an INVITE as the caller's settings say they are to be read; "" when absent.</summary>
    public CallNumbers ReadNumbers(SipMessage invite, Caller caller) => NumberReader.Read(invite, caller, state.Directory);

    private CallerVerdict ByCredentials(
        SipMessage invite, in DigestCredentials credentials, Endpoint? user, ReadOnlySpan<byte> from, byte[] realm, in Flow flow, long now)
    {
        if (user is { Mode: AuthenticationMode.Address }) return Checked(user, flow, now);
        var settings = state.Settings.Registrar;
        var hash = NameHash.Of(credentials.Username);
        if (_registrar.IsSuspended(hash, flow.Remote, now, settings.Suspension)) return Refuse(user, hash, CallEndReason.CallerSuspended, flow, now);
        switch (authenticator.Check(invite, credentials, credentials.Username, user, realm, flow.Remote, now, settings))
        {
            case AuthenticationVerdict.Right:
                _registrar.Suspensions.Succeed(hash, flow.Remote, settings.Suspension);
                _registrar.KnownSources.Note(user!.Name, hash, flow.Remote, now);
                // A phone calls in its own name only; a gateway's callers are its own affair.
                return user is Phone phone && !Owns(phone, from)
                    ? new CallerVerdict(CallerVerdictKind.Refused, new Caller(phone, null), CallEndReason.UnknownCaller)
                    : Checked(user, flow, now);
            case AuthenticationVerdict.Wrong:
                var userAgent = UserAgentNames.Text(invite.First(HeaderName.UserAgent));
                _registrar.Suspensions.Fail(credentials.Username, hash, flow.Remote, userAgent, now, settings.Suspension, user?.ManualUnlock ?? false);
                return Refuse(user, hash, user?.SealedPassword is null ? CallEndReason.UnknownCaller : CallEndReason.WrongPassword, flow, now);
            default:
                return Challenge(stale: true);
        }
    }

    // Nothing was shown yet by whom From names, if anybody.
    private CallerVerdict Unproven(Endpoint? named, ulong hash, in Flow flow, long now)
    {
        if (named is { Mode: AuthenticationMode.Address })
            return named.Allow.Contains(flow.Remote) ? Checked(named, flow, now) : Refuse(named, hash, CallEndReason.AddressNotAllowed, flow, now);
        if (_registrar.IsSuspended(hash, flow.Remote, now, state.Settings.Registrar.Suspension))
            return Refuse(named, hash, CallEndReason.CallerSuspended, flow, now);
        return Answers(named, hash, flow, now) ? Challenge() : new CallerVerdict(CallerVerdictKind.Silent, null, CallEndReason.UnknownCaller);
    }

    private CallerVerdict Checked(Endpoint endpoint, in Flow flow, long now)
    {
        var caller = CallerOf(endpoint);
        return RegistrationRules.Refusal(endpoint, flow.Remote, state.Directory, now) is { } refusal
            ? new CallerVerdict(CallerVerdictKind.Refused, caller, CallerRefusals.Of(refusal))
            : new CallerVerdict(CallerVerdictKind.Known, caller);
    }

    private static CallerVerdict Known(Gateways.RoutingGateway carrier) => carrier.Locked
        ? new CallerVerdict(CallerVerdictKind.Refused, new Caller(null, carrier), CallEndReason.CallerLocked)
        : new CallerVerdict(CallerVerdictKind.Known, new Caller(null, carrier));

    // What a carrier has registered with tells who it is, and it calls as a carrier.
    private static Caller CallerOf(Endpoint endpoint) => endpoint is CarrierLogin login ? new Caller(null, login.Gateway) : new Caller(endpoint, null);

    private static CallerVerdict Challenge(bool stale = false) => new(CallerVerdictKind.Challenge, Stale: stale);

    // The reason is kept for the record also when nothing is answered.
    private CallerVerdict Refuse(Endpoint? endpoint, ulong hash, CallEndReason reason, in Flow flow, long now) => new(
        Answers(endpoint, hash, flow, now) ? CallerVerdictKind.Refused : CallerVerdictKind.Silent,
        endpoint is null ? null : CallerOf(endpoint), reason);

    // SS_REPLY_UNAUTHORIZED Off: only an endpoint that was here before, by this address, is answered.
    private bool Answers(Endpoint? endpoint, ulong hash, in Flow flow, long now) =>
        state.Settings.ReplyUnauthorized || (endpoint is not null && _registrar.IsKnown(endpoint.Name, hash, flow.Remote, now));

    private bool IsBoundOn(in Flow flow, Endpoint endpoint, ulong hash)
    {
        using var contacts = _registrar.Locations.Open(endpoint.Name, hash);
        for (var binding = contacts.First; binding is not null; binding = binding.Next)
        {
            if (binding.Flow.Remote == flow.Remote && binding.Flow.Connection == flow.Connection) return true;
        }
        return false;
    }

    private static bool Owns(Phone phone, ReadOnlySpan<byte> from)
    {
        if (Ascii.Equals(phone.Name, from)) return true;
        foreach (var number in phone.Calls.Numbers)
        {
            if (Ascii.Equals(number, from)) return true;
        }
        return false;
    }
}
