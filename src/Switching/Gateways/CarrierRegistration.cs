using System.Collections.Immutable;
using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Parameters;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;
using Tandem.Switching.UserAgent;

namespace Tandem.Switching.Gateways;

/// <summary>
/// The switch as a user agent that registers one gateway with its carrier (RFC 3261 §10.2): asks, answers challenges, obeys
/// Min-Expires, goes on to the registrar's next address when one fails, refreshes, and leaves.
/// </summary>
internal sealed class CarrierRegistration(RequestSender sender, RoutingGateway gateway, string? password, GatewayReach reach, CurrentParameters parameters) : IRequestOwner
{
    // A name that is being resolved is there in a moment.
    private const int LookForAddressEvery = 2_000;

    // A registrar that only ever says that the nonce is stale is not asked for ever.
    private const int MaxChallenges = 3;

    private const int MaxExpires = 7 * 86400;

    private readonly OutboundRegistration _registration = gateway.Registration!;
    private readonly string _domain = DomainOf(gateway.Registration!);
    private ImmutableArray<GatewayTarget> _targets = [];
    private int _target;
    private Dialog? _dialog;
    private Flow? _accepting;
    private DigestAnswer? _answer;
    private int _challenges;
    private int _leastExpires;
    private int _asked;
    private bool _isWaiting;
    private bool _isLeaving;
    private RegistrationPhase _phase = RegistrationPhase.Registering;
    private int _lastStatus;
    private string _lastReason = "";
    private int _granted;
    private long _registeredAt;
    private long _expiresAt;
    private long _nextAttemptAt;

    /// <summary>The gateway as it was configured when this began.</summary>
    public RoutingGateway Gateway => gateway;

    /// <summary>True when nothing is under way and nothing will be.</summary>
    public bool IsOver => _isLeaving && !_isWaiting;

    /// <summary>How it stands.</summary>
    public OutboundRegistrationState State => new(gateway.Name, AddressOfRecord, _phase, _dialog?.Flow.Remote ?? default, _lastStatus, _lastReason,
        _granted, _registeredAt, _expiresAt, _isLeaving ? 0 : _nextAttemptAt);

    private string AddressOfRecord => $"sip:{_registration.User}@{_domain}";

    /// <summary>Asks when it is time.</summary>
    public void OnTimer(long now)
    {
        if (_isWaiting || _isLeaving || now < _nextAttemptAt) return;
        _targets = ServerDraw.Order(reach.RegistrarOf(gateway.Name), new Random((int)sender.Draw()));
        if (_targets.IsEmpty)
        {
            Fail(now, 0, "the registrar's address is not known", LookForAddressEvery);
            return;
        }
        // That which answered the last time first.
        _target = 0;
        for (var i = 1; i < _targets.Length; i++)
        {
            if (_targets[i].Flow == _accepting) _target = i;
        }
        Ask(now, Math.Max(_leastExpires, _registration.Expires ?? Wanted()));
    }

    /// <summary>Ends it: removes the binding when there may be one, and asks for none again.</summary>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <param name="tell">Whether the registrar is told.</param>
    public void Leave(long now, bool tell)
    {
        if (_isLeaving) return;
        _isLeaving = true;
        var isBound = _expiresAt > now || _isWaiting;
        _isWaiting = false;
        _phase = RegistrationPhase.Unregistered;
        if (!tell || !isBound || _dialog is null) return;
        _phase = RegistrationPhase.Unregistering;
        Ask(now, 0);
    }

    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        // An answer to a question that was given up for another one, as by leaving, changes nothing.
        if (response.StatusCode < 200 || !_isWaiting || response.CSeq.Number != _dialog!.LocalSequence) return;
        _isWaiting = false;
        var status = response.StatusCode;
        if (status is 401 or 407 && TryAnswer(response)) Send(now);
        else if (status == 423 && TryLonger(response)) Ask(now, _leastExpires, isNew: false);
        else if (status < 300) Accepted(response, now);
        else if (status is 408 or >= 500 and < 600) TryNext(now, status, Text(response.ReasonPhrase), RetryDelay(response));
        else Fail(now, status, Text(response.ReasonPhrase), RetryDelay(response));
    }

    /// <inheritdoc/>
    public void OnFailure(ClientTransaction transaction, bool wasSent, long now)
    {
        if (!_isWaiting || transaction.Flow != _dialog!.Flow) return;
        _isWaiting = false;
        TryNext(now, 0, wasSent ? "no answer" : "no connection", RetryDelay(null));
    }

    private void Ask(long now, int expires, bool isNew = true)
    {
        _asked = expires;
        if (isNew) _challenges = 0;
        if (!_isLeaving) UseTarget(_targets[_target].Flow);
        Send(now);
    }

    // The Call-ID stays the same for all requests to one registrar (§10.2.4).
    private void UseTarget(in Flow flow)
    {
        if (_dialog is { } dialog && dialog.Flow == flow) return;
        var us = Encoding.UTF8.GetBytes($"<{AddressOfRecord}>");
        _dialog = sender.Begin(us, us, Encoding.UTF8.GetBytes($"sip:{_domain}"), flow);
        _answer = null;
    }

    private void Send(long now)
    {
        _isWaiting = true;
        sender.Send(this, _dialog!, SipMethod.Register, Fields, now);
    }

    private void Fields(ref RequestWriter writer)
    {
        _answer?.Write(ref writer, SipMethod.Register.Name(), Encoding.UTF8.GetBytes($"sip:{_domain}"), sender.Draw());
        writer.Header("Contact"u8, Encoding.UTF8.GetBytes($"<{ContactUri()}>"));
        writer.Header("Expires"u8, _asked);
    }

    private string ContactUri()
    {
        var flow = _dialog!.Flow;
        var transport = flow.Transport == SipTransport.Udp ? "" : $";transport={flow.Transport.ToString().ToLowerInvariant()}";
        return $"sip:{_registration.User}@{sender.LocalOn(flow)}{transport}";
    }

    // Once for each nonce: the same credentials again would be refused again, and lock the account in the end.
    private bool TryAnswer(SipMessage response)
    {
        if (password is null || ++_challenges > MaxChallenges) return false;
        var user = _registration.AuthenticationUser.Length > 0 ? _registration.AuthenticationUser : _registration.User;
        var wasRefused = _answer is not null && _challenges > 1;
        _answer = DigestAnswer.To(response, user, password);
        return _answer is not null && (!wasRefused || _answer.IsStale);
    }

    private bool TryLonger(SipMessage response)
    {
        var least = ContactRequest.ReadExpires(response.First(HeaderName.MinExpires));
        if (_isLeaving || !response.Has(HeaderName.MinExpires) || least <= _asked || least > MaxExpires) return false;
        _leastExpires = (int)least;
        return true;
    }

    private void Accepted(SipMessage response, long now)
    {
        _lastStatus = response.StatusCode;
        _lastReason = Text(response.ReasonPhrase);
        if (_isLeaving)
        {
            (_phase, _granted, _expiresAt) = (RegistrationPhase.Unregistered, 0, 0);
            return;
        }
        _granted = (int)Math.Min(GrantedBy(response), MaxExpires);
        if (_granted == 0)
        {
            Fail(now, _lastStatus, "the registrar granted no time", RetryDelay(null));
            return;
        }
        _phase = RegistrationPhase.Registered;
        _accepting = _dialog!.Flow;
        _registeredAt = now;
        _expiresAt = now + _granted * 1000L;
        // Half of a short time leaves room for retransmissions; of a long one a tenth does.
        _nextAttemptAt = now + (_granted < 1200 ? _granted * 500L : _granted * 900L);
    }

    // That of ours among the contacts (§10.2.4), or of the only one, which a registrar may have rewritten; else what the answer
    // says of all, else what was asked for.
    private uint GrantedBy(SipMessage response)
    {
        uint? all = response.Has(HeaderName.Expires) ? ContactRequest.ReadExpires(response.First(HeaderName.Expires)) : null;
        SipUri.TryParse(Encoding.UTF8.GetBytes(ContactUri()), out var ours);
        var (count, only) = (0, 0u);
        foreach (var item in response.Values(HeaderName.Contact))
        {
            if (!ContactRequest.TryRead(item, all, out var contact) || contact.Expires is not { } expires) continue;
            if (SipUri.TryParse(contact.Uri, out var uri) && SipUri.Equivalent(uri, ours)) return expires;
            (count, only) = (count + 1, expires);
        }
        return count == 1 ? only : all ?? (uint)_asked;
    }

    private void TryNext(long now, int status, string reason, int delay)
    {
        if (_isLeaving || ++_target >= _targets.Length) Fail(now, status, reason, delay);
        else Ask(now, _asked);
    }

    private void Fail(long now, int status, string reason, int delay)
    {
        (_lastStatus, _lastReason) = (status, reason);
        _nextAttemptAt = now + delay;
        _answer = null;
        // While the last grant lasts the carrier still finds us.
        if (_isLeaving) _phase = RegistrationPhase.Unregistered;
        else if (_expiresAt <= now) (_phase, _granted) = (RegistrationPhase.Failed, 0);
    }

    private int RetryDelay(SipMessage? response)
    {
        const uint longest = 3600;
        var delay = parameters.Set.Get(GatewayParameters.RegistrationRetryDelay);
        return 1000 * (response is not null && RetryAfter.TryRead(response, out var seconds) ? (int)Math.Clamp(seconds, (uint)delay, longest) : delay);
    }

    private int Wanted() => parameters.Set.Get(GatewayParameters.RegistrationExpire) is > 0 and var expires ? expires : 3600;

    private static string DomainOf(OutboundRegistration registration) =>
        registration.Domain.Length > 0 ? registration.Domain : registration.Registrar.Count(c => c == ':') > 1 ? GatewayUri.Bracketed(registration.Registrar) : registration.Registrar;

    private static string Text(ReadOnlySpan<byte> phrase) => Encoding.UTF8.GetString(phrase[..Math.Min(phrase.Length, 100)]);
}
