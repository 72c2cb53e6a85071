using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;

namespace Tandem.Switching.Registration;

/// <summary>The address-of-record that a REGISTER is for: its To (RFC 3261 §10.2). The user part is the endpoint's name.</summary>
public readonly ref struct AddressOfRecord
{
    /// <summary>The longest user part that is looked at; no endpoint's name is nearly that long.</summary>
    public const int MaxUserLength = 256;

    private AddressOfRecord(ReadOnlySpan<byte> name, ReadOnlySpan<byte> domain)
    {
        Name = name;
        Domain = domain;
        Hash = NameHash.Of(name);
    }

    /// <summary>The user part, unescaped.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The hash of the name, under which every table finds the endpoint.</summary>
    public ulong Hash { get; }

    /// <summary>The host as written.</summary>
    public ReadOnlySpan<byte> Domain { get; }

    /// <summary>Reads the To of a request; false when it is no SIP URI with a user part.</summary>
    /// <param name="request">The request.</param>
    /// <param name="scratch">Room for an unescaped user part: <see cref="MaxUserLength"/> bytes.</param>
    /// <param name="aor">The address-of-record.</param>
    public static bool TryRead(SipMessage request, Span<byte> scratch, out AddressOfRecord aor) => TryRead(request.To, scratch, out aor);

    /// <summary>Reads another header field's address in the same way.</summary>
    public static bool TryRead(NameAddress address, Span<byte> scratch, out AddressOfRecord aor)
    {
        aor = default;
        if (!SipUri.TryParse(address.Uri, out var uri) || !(uri.IsSip || uri.IsSips)) return false;
        if (uri.User.IsEmpty || uri.User.Length > MaxUserLength) return false;
        var name = uri.User;
        if (name.Contains((byte)'%')) name = scratch[..SipUri.Unescape(name, scratch)];
        aor = new AddressOfRecord(name, uri.Host);
        return true;
    }
}
