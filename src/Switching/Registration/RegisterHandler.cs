using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Authentication;
using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;

namespace Tandem.Switching.Registration;

/// <summary>
/// The story of one REGISTER (RFC 3261 §10.3): whose is it → suspended? → credentials → may it → contacts → answer. One
/// instance belongs to one shard and answers within the turn; what it shares with others is <see cref="RegistrarState"/>.
/// </summary>
/// <param name="state">What the registrars share.</param>
/// <param name="authenticator">This shard's checker of credentials.</param>
/// <param name="chance">The source of the spread of expiries.</param>
public sealed class RegisterHandler(RegistrarState state, EndpointAuthenticator authenticator, Random chance)
{
    private readonly RegisterResponse _response = new(authenticator);
    private RegistrarSettings _settings = new(state.Parameters.Set);

    /// <summary>
    /// Has the processor fetch the places where the endpoint will be looked for: with a million phones none of them is in a
    /// cache, and what is fetched while other work is done is not waited for afterwards. Changes nothing.
    /// </summary>
    public void Expect(in AddressOfRecord aor)
    {
        state.Directory.Endpoints.Expect(aor.Hash);
        state.Locations.Expect(aor.Hash);
    }

    /// <summary>The same for what stands in those places, some time after <see cref="Expect"/>.</summary>
    public void ExpectMore(in AddressOfRecord aor)
    {
        state.Directory.Endpoints.ExpectEndpoint(aor.Hash);
        state.Locations.ExpectBinding(aor.Hash);
    }

    /// <summary>Decides a REGISTER and writes its answer.</summary>
    /// <param name="request">A request that the parser accepted.</param>
    /// <param name="aor">Its address-of-record; without a name when it has none.</param>
    /// <param name="flow">What it came in on.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <param name="toTag">The tag for the answer's To.</param>
    /// <param name="answer">Where the answer is written.</param>
    /// <param name="length">The answer's length; 0 when it did not fit.</param>
    public RegisterOutcome Handle(SipMessage request, in AddressOfRecord aor, in Flow flow, long now, ReadOnlySpan<byte> toTag, Span<byte> answer, out int length)
    {
        if (!_settings.AreOf(state.Parameters.Set)) _settings = new RegistrarSettings(state.Parameters.Set);

        if (aor.Name.IsEmpty)
            return _response.Refuse(request, flow, RegisterReason.NoAddressOfRecord, toTag, answer, out length);
        if (!state.Domains.IsOurs(aor.Domain, _settings))
            return _response.Refuse(request, flow, RegisterReason.DomainNotOurs, toTag, answer, out length);

        var hash = aor.Hash;
        if (state.IsSuspended(hash, flow.Remote, now, _settings.Suspension))
            return _response.Refuse(request, flow, RegisterReason.EndpointSuspended, toTag, answer, out length);

        var endpoint = state.Directory.Endpoints.Find(hash);
        var realm = state.Domains.RealmFor(aor.Domain, flow.Listener, _settings);
        var withPassword = endpoint is not { Mode: AuthenticationMode.Address };
        if (withPassword)
        {
            var verdict = authenticator.Check(request, aor.Name, endpoint, realm, flow.Remote, now, _settings);
            if (verdict != AuthenticationVerdict.Right)
            {
                var failed = Failed(verdict, request, aor.Name, hash, endpoint, flow.Remote, now);
                length = _response.Challenge(request, flow, failed.Reason, realm, now, _settings, toTag, answer);
                return failed;
            }
            state.Suspensions.Succeed(hash, flow.Remote, _settings.Suspension);
        }
        var outcome = RegistrationRules.Refusal(endpoint!, flow.Remote, state.Directory, now) is { } refusal
            ? _response.Refuse(request, flow, refusal, toTag, answer, out length)
            : Bind(request, flow, endpoint!, hash, now, toTag, answer, out length);
        if (withPassword && !outcome.SourceIsKnown) state.KnownSources.Note(endpoint!.Name, hash, flow.Remote, now);
        return outcome;
    }

    private RegisterOutcome Failed(AuthenticationVerdict verdict, SipMessage request, ReadOnlySpan<byte> name, ulong hash, Endpoint? endpoint, in IpEndpoint source, long now)
    {
        switch (verdict)
        {
            case AuthenticationVerdict.NoCredentials: return new RegisterOutcome(RegisterReason.Challenged);
            case AuthenticationVerdict.Stale: return new RegisterOutcome(RegisterReason.StaleNonce);
            case AuthenticationVerdict.Replayed: return new RegisterOutcome(RegisterReason.ReplayedNonce);
        }
        var userAgent = UserAgentNames.Text(request.First(HeaderName.UserAgent));
        var began = state.Suspensions.Fail(name, hash, source, userAgent, now, _settings.Suspension, endpoint?.ManualUnlock ?? false);
        return new RegisterOutcome(endpoint?.SealedPassword is null ? RegisterReason.UnknownEndpoint : RegisterReason.WrongPassword, began);
    }

    private RegisterOutcome Bind(SipMessage request, in Flow flow, Endpoint endpoint, ulong hash, long now, ReadOnlySpan<byte> toTag, Span<byte> answer, out int length)
    {
        var userAgent = state.UserAgents.Share(request.First(HeaderName.UserAgent));
        Span<byte> scratch = stackalloc byte[PathVector.MaxLength];
        var path = PathVector.Read(request, scratch);
        using var contacts = state.Locations.Open(endpoint.Name, hash);
        var outcome = new ContactUpdate(request, flow, endpoint, _settings, userAgent, path, chance, now).Apply(contacts);
        if (RegisterReasons.AnswerOf(outcome.Reason).Status == 200)
        {
            length = _response.Accept(request, flow, contacts, path, now, toTag, answer);
            return outcome;
        }
        var (min, _) = _settings.ExpiryBounds(endpoint);
        _response.Refuse(request, flow, outcome.Reason, toTag, answer, out length, minExpires: min);
        return outcome;
    }
}
