namespace Tandem.Sip.Messages;

/// <summary>
/// A From, To, Contact, Route or like value: a URI, perhaps with a display name and parameters, or the star of a Contact
/// that removes all bindings. RFC 3261 §20.10.
/// </summary>
public readonly ref struct NameAddress
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly NameAddressParts _parts;

    internal NameAddress(ReadOnlySpan<byte> text, scoped in NameAddressParts parts)
    {
        _text = text;
        _parts = parts;
    }

    private NameAddress(bool isStar) => IsStar = isStar;

    /// <summary>True for "*" (§10.2.2); everything else is empty then.</summary>
    public bool IsStar { get; }

    /// <summary>The display name; of a quoted one what is between the quotes, escapes untouched. Empty when absent.</summary>
    public ReadOnlySpan<byte> DisplayName => _parts.DisplayName.Of(_text);

    /// <summary>The URI without angle brackets, of any scheme; <see cref="SipUri.TryParse"/> reads on.</summary>
    public ReadOnlySpan<byte> Uri => _parts.Uri.Of(_text);

    /// <summary>The header field's parameters from the first semicolon on; empty when there are none.</summary>
    public ReadOnlySpan<byte> Parameters => _parts.Parameters.Of(_text);

    /// <summary>Reads one value of the header field; false when it is neither an address nor "*".</summary>
    public static bool TryParse(ReadOnlySpan<byte> item, out NameAddress address)
    {
        address = default;
        if (item.SequenceEqual("*"u8))
        {
            address = new NameAddress(isStar: true);
            return true;
        }
        if (!NameAddressParts.TryRead(item, out var parts)) return false;
        if (!Messages.Parameters.AreWellFormed(parts.Parameters.Of(item))) return false;
        address = new NameAddress(item, in parts);
        return true;
    }

    /// <summary>Finds a parameter of the header field, not of the URI.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        Messages.Parameters.TryGet(Parameters, name, out value);
}
