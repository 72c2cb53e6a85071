using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Gateways;

/// <summary>The SIP URI of a gateway's address, without a user: sip:host[:port][;transport=…] (RFC 3261 §19.1).</summary>
internal static class GatewayUri
{
    /// <summary>The URI.</summary>
    public static string Of(in GatewayTarget target)
    {
        var (transport, port) = (target.Flow.Transport, target.Flow.Remote.Port);
        var portText = port == transport.DefaultPort() ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}");
        var transportText = transport == SipTransport.Udp ? "" : $";transport={Encoding.ASCII.GetString(transport.ViaName()).ToLowerInvariant()}";
        return $"sip:{Bracketed(target.Host)}{portText}{transportText}";
    }

    /// <summary>A host as it stands in a URI: an IPv6 address in brackets.</summary>
    public static string Bracketed(string host) => host.Contains(':') && !host.StartsWith('[') ? $"[{host}]" : host;
}
