using Tandem.Sip.Flows;

namespace Tandem.Switching.Calls;

/// <summary>Writes our Contact: &lt;sip:address:port&gt; with the transport when it is not UDP (RFC 3261 §8.1.1.8).</summary>
internal static class ContactText
{
    /// <summary>The longest one.</summary>
    public const int MaxLength = IpEndpoint.MaxTextLength + 32;

    /// <summary>Writes it; returns its length.</summary>
    public static int Write(Span<byte> to, in IpEndpoint local, SipTransport transport)
    {
        "<sip:"u8.CopyTo(to);
        var length = 5;
        local.TryFormat(to[length..], out var written, default, null);
        length += written;
        var parameter = transport switch
        {
            SipTransport.Tcp => ";transport=tcp"u8,
            SipTransport.Tls => ";transport=tls"u8,
            SipTransport.Ws or SipTransport.Wss => ";transport=ws"u8,
            _ => ""u8,
        };
        parameter.CopyTo(to[length..]);
        length += parameter.Length;
        to[length++] = (byte)'>';
        return length;
    }
}
