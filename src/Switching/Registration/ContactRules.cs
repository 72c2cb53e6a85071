using Tandem.Sip.Messages;

namespace Tandem.Switching.Registration;

/// <summary>When two contacts are one, and when two are of one device.</summary>
public static class ContactRules
{
    /// <summary>
    /// True when the draft is the same contact as the binding: the same instance and reg-id (RFC 5626 §4.2) when both have
    /// one, else the same URI (RFC 3261 §10.3 step 7, §19.1.4).
    /// </summary>
    public static bool IsSameContact(Binding binding, in BindingDraft draft)
    {
        if (!binding.Instance.IsEmpty && !draft.Instance.IsEmpty)
            return binding.RegId == draft.RegId && binding.Instance.SequenceEqual(draft.Instance);
        return binding.Contact.SequenceEqual(draft.Contact)
            || (SipUri.TryParse(binding.Contact, out var old) && SipUri.TryParse(draft.Contact, out var fresh) && SipUri.Equivalent(old, fresh));
    }

    /// <summary>
    /// True when the draft is another contact of the device that made the binding: a phone that came back from another port
    /// after a restart or a new connection. It takes its own old binding's place and is no second device.
    /// </summary>
    public static bool IsSameDevice(Binding binding, in BindingDraft draft)
    {
        if (!binding.Instance.IsEmpty && !draft.Instance.IsEmpty)
            return binding.RegId == draft.RegId && binding.Instance.SequenceEqual(draft.Instance);
        // Several contacts of one REGISTER share their Call-ID and CSeq; they are several contacts by the phone's own word.
        if (binding.CallIdHash == draft.CallIdHash) return binding.CSeq != draft.CSeq;
        // Two phones of one model behind one address differ in the host of their contacts, one phone before and after a
        // restart does not.
        return binding.UserAgent.Length > 0 && binding.UserAgent == draft.UserAgent
            && binding.Flow.Remote.Address == draft.Flow.Remote.Address && HaveSameHost(binding.Contact, draft.Contact);
    }

    /// <summary>True when the REGISTER is older than the one that made the binding (RFC 3261 §10.3 step 7).</summary>
    public static bool IsOutOfOrder(Binding binding, long callIdHash, uint cseq) =>
        binding.CSeq >= cseq && binding.CallIdHash == callIdHash;

    private static bool HaveSameHost(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        SipUri.TryParse(first, out var a) && SipUri.TryParse(second, out var b) && a.Host.SequenceEqual(b.Host);
}
