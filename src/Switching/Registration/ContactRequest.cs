using System.Buffers.Text;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Registration;

/// <summary>One Contact of a REGISTER as the phone asks for it (RFC 3261 §10.2.1, RFC 5626 §4.2).</summary>
public readonly ref struct ContactRequest
{
    private const ushort MostPreferred = 1000;

    /// <summary>The Contact URI.</summary>
    public ReadOnlySpan<byte> Uri { get; private init; }

    /// <summary>+sip.instance; empty when absent.</summary>
    public ReadOnlySpan<byte> Instance { get; private init; }

    /// <summary>reg-id; 0 when absent or without an instance.</summary>
    public int RegId { get; private init; }

    /// <summary>The wanted expiry in seconds; null when neither the contact nor the request names one.</summary>
    public uint? Expires { get; private init; }

    /// <summary>The preference in thousandths; 1000 when absent.</summary>
    public ushort Q { get; private init; }

    /// <summary>True when the contact is to be removed.</summary>
    public bool IsRemoval => Expires == 0;

    /// <summary>Reads one item of Contact; false when it is no address with a URI.</summary>
    /// <param name="item">The item.</param>
    /// <param name="requestExpires">The value of the request's Expires; null when absent.</param>
    /// <param name="contact">The contact.</param>
    public static bool TryRead(ReadOnlySpan<byte> item, uint? requestExpires, out ContactRequest contact)
    {
        contact = default;
        if (!NameAddress.TryParse(item, out var address) || address.IsStar || !SipUri.TryParse(address.Uri, out _)) return false;
        if (address.Parameters.IsEmpty)
        {
            contact = new ContactRequest { Uri = address.Uri, Expires = requestExpires, Q = MostPreferred };
            return true;
        }
        address.TryGetParameter("+sip.instance"u8, out var instance);
        contact = new ContactRequest
        {
            Uri = address.Uri,
            Instance = instance,
            RegId = instance.IsEmpty || !address.TryGetParameter("reg-id"u8, out var regId) ? 0 : ReadRegId(regId),
            Expires = address.TryGetParameter("expires"u8, out var expires) ? ReadExpires(expires) : requestExpires,
            Q = address.TryGetParameter("q"u8, out var q) ? ReadQ(q) : MostPreferred,
        };
        return true;
    }

    /// <summary>
    /// Reads delta-seconds. What cannot be read counts as 3600 (RFC 3261 §10.2.1.1), what is too great as the greatest
    /// value (§20).
    /// </summary>
    public static uint ReadExpires(ReadOnlySpan<byte> text)
    {
        const uint Unreadable = 3600;
        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return Unreadable;
        return Utf8Parser.TryParse(text, out uint seconds, out var used) && used == text.Length ? seconds : uint.MaxValue;
    }

    private static int ReadRegId(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int id, out var used) && used == text.Length && id > 0 ? id : 0;

    // qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
    private static ushort ReadQ(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out decimal q, out var used) && used == text.Length && q is >= 0 and <= 1 ? (ushort)(q * 1000) : MostPreferred;
}
