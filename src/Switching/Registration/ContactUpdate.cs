using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Protection;

namespace Tandem.Switching.Registration;

/// <summary>
/// Carries the contacts of one REGISTER into the endpoint's bindings (RFC 3261 §10.3 steps 6 and 7): first everything is
/// checked, then everything is changed, so that a refused REGISTER changes nothing.
/// </summary>
internal readonly ref struct ContactUpdate
{
    private readonly SipMessage _request;
    private readonly RegistrarSettings _settings;
    private readonly Endpoint _endpoint;
    private readonly Flow _flow;
    private readonly long _now;
    private readonly Random _chance;
    private readonly string _userAgent;
    private readonly ReadOnlySpan<byte> _path;
    private readonly long _callIdHash;
    private readonly uint? _requestExpires;

    public ContactUpdate(SipMessage request, in Flow flow, Endpoint endpoint, RegistrarSettings settings, string userAgent, ReadOnlySpan<byte> path, Random chance, long now)
    {
        _request = request;
        _flow = flow;
        _endpoint = endpoint;
        _settings = settings;
        _userAgent = userAgent;
        _path = path;
        _chance = chance;
        _now = now;
        _callIdHash = BindingRules.CallIdHash(request.CallId);
        _requestExpires = request.Has(HeaderName.Expires) ? ContactRequest.ReadExpires(request.First(HeaderName.Expires)) : null;
    }

    /// <summary>Checks and changes. The outcome's reason says which of the two ended it.</summary>
    public RegisterOutcome Apply(in EndpointContacts contacts)
    {
        DropExpired(contacts);
        if (!_request.Has(HeaderName.Contact)) return new RegisterOutcome(RegisterReason.Fetched);
        if (HasStar(out var alone)) return RemoveAll(contacts, alone);
        if (Problem(contacts) is { } problem) return new RegisterOutcome(problem);
        return Change(contacts);
    }

    private void DropExpired(in EndpointContacts contacts)
    {
        var binding = contacts.First;
        while (binding is not null)
        {
            var next = binding.Next;
            if (binding.ExpiresAt <= _now) contacts.Remove(binding);
            binding = next;
        }
    }

    private bool HasStar(out bool alone)
    {
        var star = false;
        var items = 0;
        foreach (var item in _request.Values(HeaderName.Contact))
        {
            star |= item.SequenceEqual("*"u8);
            items++;
        }
        alone = items == 1;
        return star;
    }

    private RegisterOutcome RemoveAll(in EndpointContacts contacts, bool alone)
    {
        if (!alone || _requestExpires != 0) return new RegisterOutcome(RegisterReason.BadStar);
        for (var binding = contacts.First; binding is not null; binding = binding.Next)
        {
            if (ContactRules.IsOutOfOrder(binding, _callIdHash, _request.CSeq.Number)) return new RegisterOutcome(RegisterReason.OutOfOrder);
        }
        while (contacts.First is { } binding) contacts.Remove(binding);
        return new RegisterOutcome(RegisterReason.Unregistered);
    }

    private RegisterReason? Problem(in EndpointContacts contacts)
    {
        var wanted = 0;
        var added = 0;
        var limit = _endpoint.MaxBindings ?? _settings.MaxBindings;
        var (shortest, _) = _settings.ExpiryBounds(_endpoint);
        foreach (var item in _request.Values(HeaderName.Contact))
        {
            if (!ContactRequest.TryRead(item, _requestExpires, out var contact)) return RegisterReason.BadContact;
            if (contact.Expires is { } expires && expires != 0 && expires < shortest) return RegisterReason.IntervalTooBrief;
            if (!contact.IsRemoval) wanted++;
            var draft = Draft(contact, expiresAt: _now);
            if (Find(contacts, draft, contact.IsRemoval) is { } known)
            {
                if (ContactRules.IsOutOfOrder(known, _callIdHash, _request.CSeq.Number)) return RegisterReason.OutOfOrder;
            }
            else if (!contact.IsRemoval)
            {
                added++;
            }
        }
        if (wanted > limit) return RegisterReason.TooManyContacts;
        return added > 0 && !_settings.Replace && contacts.Count + added > limit ? RegisterReason.ReplacementRefused : null;
    }

    private RegisterOutcome Change(in EndpointContacts contacts)
    {
        var reason = RegisterReason.Unregistered;
        var shortest = int.MaxValue;
        var sourceIsKnown = false;
        foreach (var item in _request.Values(HeaderName.Contact))
        {
            ContactRequest.TryRead(item, _requestExpires, out var contact);
            var granted = contact.IsRemoval ? 0 : Grant(contact.Expires);
            var draft = Draft(contact, _now + granted * 1000L);
            var known = Find(contacts, draft, contact.IsRemoval);
            if (contact.IsRemoval)
            {
                if (known is not null) contacts.Remove(known);
                continue;
            }
            shortest = Math.Min(shortest, granted);
            if (known is not null)
            {
                sourceIsKnown |= known.Flow.Remote.Address == _flow.Remote.Address && KnownSources.AreOneDay(known.RefreshedAt, _now);
                contacts.Refresh(known, draft);
                if (reason == RegisterReason.Unregistered) reason = RegisterReason.Refreshed;
                continue;
            }
            MakeRoom(contacts);
            contacts.Add(draft);
            reason = RegisterReason.Registered;
        }
        return new RegisterOutcome(reason, Expires: shortest == int.MaxValue ? 0 : shortest, SourceIsKnown: sourceIsKnown);
    }

    private BindingDraft Draft(in ContactRequest contact, long expiresAt) => new()
    {
        Contact = contact.Uri,
        Instance = contact.Instance,
        RegId = contact.RegId,
        CallIdHash = _callIdHash,
        CSeq = _request.CSeq.Number,
        Path = _path,
        Q = contact.Q,
        UserAgent = _userAgent,
        Flow = _flow,
        Now = _now,
        ExpiresAt = expiresAt,
    };

    // The same contact first; only a contact that is to be bound may take the place of another one of its device.
    private static Binding? Find(in EndpointContacts contacts, in BindingDraft draft, bool isRemoval)
    {
        for (var binding = contacts.First; binding is not null; binding = binding.Next)
        {
            if (ContactRules.IsSameContact(binding, draft)) return binding;
        }
        if (isRemoval) return null;
        for (var binding = contacts.First; binding is not null; binding = binding.Next)
        {
            if (ContactRules.IsSameDevice(binding, draft)) return binding;
        }
        return null;
    }

    private void MakeRoom(in EndpointContacts contacts)
    {
        var limit = _endpoint.MaxBindings ?? _settings.MaxBindings;
        while (contacts.Count >= limit)
        {
            var oldest = contacts.First!;
            for (var binding = oldest.Next; binding is not null; binding = binding.Next)
            {
                if (binding.RefreshedAt < oldest.RefreshedAt) oldest = binding;
            }
            contacts.Remove(oldest);
        }
    }

    // The spread shortens only: a phone comes back before what it asked for, never after.
    private int Grant(uint? wanted)
    {
        var (min, max) = _settings.ExpiryBounds(_endpoint);
        var granted = (int)Math.Clamp(wanted ?? (uint)_settings.Expire, (uint)min, (uint)max);
        var spread = (int)((long)granted * _settings.SpreadPercent / 100);
        return spread == 0 ? granted : Math.Max(min, granted - _chance.Next(spread + 1));
    }
}
