using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>Writes the header fields that a dialog gives its requests (RFC 3261 §12.2.1.1).</summary>
internal static class DialogHeaders
{
    // via-parm = "SIP/2.0/" transport LWS sent-by ";branch=" branch ";rport"
    public static void Via(ref RequestWriter writer, SipTransport transport, in IpEndpoint local, LocalId branch)
    {
        Span<byte> text = stackalloc byte[IpEndpoint.MaxTextLength];
        writer.BeginHeader("Via"u8);
        writer.Append("SIP/2.0/"u8);
        writer.Append(transport.ViaName());
        writer.Append(" "u8);
        local.TryFormat(text, out var length, default, null);
        writer.Append(text[..length]);
        writer.Append(";branch="u8);
        writer.Append(text[..branch.WriteBranch(text)]);
        writer.Append(";rport"u8);
        writer.EndHeader();
    }

    // Before a proxy of RFC 2543, which is in the request line, the target goes to the end of the route.
    public static void Route(ref RequestWriter writer, in RouteSet routes, ReadOnlySpan<byte> target)
    {
        var isLoose = routes.IsLoose;
        foreach (var route in isLoose ? routes.Routes : routes.Routes[1..]) writer.Header("Route"u8, route);
        if (isLoose) return;
        writer.BeginHeader("Route"u8);
        writer.Append("<"u8);
        writer.Append(target);
        writer.Append(">"u8);
        writer.EndHeader();
    }

    public static void From(ref RequestWriter writer, ReadOnlySpan<byte> value, LocalId tag)
    {
        Span<byte> text = stackalloc byte[LocalId.TagLength];
        writer.BeginHeader("From"u8);
        writer.Append(value);
        writer.Append(";tag="u8);
        writer.Append(text[..tag.WriteTag(text)]);
        writer.EndHeader();
    }

    public static void To(ref RequestWriter writer, ReadOnlySpan<byte> value, ReadOnlySpan<byte> tag)
    {
        writer.BeginHeader("To"u8);
        writer.Append(value);
        if (!tag.IsEmpty)
        {
            writer.Append(";tag="u8);
            writer.Append(tag);
        }
        writer.EndHeader();
    }

    public static void CSeq(ref RequestWriter writer, uint number, SipMethod method)
    {
        writer.BeginHeader("CSeq"u8);
        writer.Append(number);
        writer.Append(" "u8);
        writer.Append(method.Name());
        writer.EndHeader();
    }
}
