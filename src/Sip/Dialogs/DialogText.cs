using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>Takes out of header fields what a dialog keeps of them (RFC 3261 §12.1).</summary>
internal static class DialogText
{
    /// <summary>A From or To value without its tag.</summary>
    public static byte[] WithoutTag(ReadOnlySpan<byte> value)
    {
        if (!NameAddress.TryParse(value, out var address)) return value.ToArray();
        var addressEnd = value.Length - address.Parameters.Length;
        return Without(value, addressEnd, "tag"u8);
    }

    /// <summary>
    /// A URI as it may stand in a request line: without the parameter method and without headers (§19.1.1, table 1).
    /// </summary>
    public static byte[] RequestUri(ReadOnlySpan<byte> uri)
    {
        if (!SipUri.TryParse(uri, out var parsed) || !(parsed.IsSip || parsed.IsSips)) return uri.ToArray();
        if (!parsed.Headers.IsEmpty) uri = uri[..(uri.Length - parsed.Headers.Length - 1)];
        return Without(uri, uri.Length - parsed.Parameters.Length, "method"u8);
    }

    /// <summary>The URI of the first Contact; empty when there is none.</summary>
    public static ReadOnlySpan<byte> ContactOf(SipMessage message)
    {
        foreach (var value in message.Values(HeaderName.Contact))
        {
            return NameAddress.TryParse(value, out var contact) ? contact.Uri : [];
        }
        return [];
    }

    private static byte[] Without(ReadOnlySpan<byte> text, int parameters, ReadOnlySpan<byte> name)
    {
        var walk = new ParameterEnumerator(text, parameters);
        while (walk.MoveNext())
        {
            if (!Grammar.EqualsIgnoreCase(walk.Name, name)) continue;
            return [.. text[..walk.Whole.Offset], .. text[walk.Whole.End..]];
        }
        return text.ToArray();
    }
}
