using System.Globalization;
using System.Net;

namespace Tandem.Sip.Flows;

/// <summary>
/// One listening address as an operator writes it: transport:address:port, as in udp:192.0.2.1:5060 or tls:[::]:5061.
/// Without the address (tcp:5060) all IPv4 and IPv6 addresses are meant.
/// </summary>
/// <param name="Transport">How the messages travel.</param>
/// <param name="Address">Where to listen, null for every address of the machine; its port is <paramref name="Port"/>.</param>
/// <param name="Port">The port, 0–65535; 0 lets the system choose one.</param>
public readonly record struct SipListen(SipTransport Transport, IpEndpoint? Address, ushort Port)
{
    private const string Allowed =
        "a listener is transport:port or transport:address:port with the transport udp, tcp, tls, ws or wss, "
        + "an IPv4 address or an IPv6 address in brackets, and a port from 0 to 65535, as in udp:5060 or tls:[2001:db8::1]:5061";

    private static readonly IpEndpoint AnyV4 = IpEndpoint.From(IPAddress.Any, 0);
    private static readonly IpEndpoint AnyV6 = IpEndpoint.From(IPAddress.IPv6Any, 0);

    /// <summary>The socket addresses to open: one, or one of each family when no address is named.</summary>
    public IReadOnlyList<IpEndpoint> Endpoints =>
        Address is { } address ? [address.WithPort(Port)] : [AnyV4.WithPort(Port), AnyV6.WithPort(Port)];

    /// <summary>Reads one listener; on failure <paramref name="error"/> is one line that names what is allowed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SipListen listen, out string error)
    {
        var trimmed = text.Trim();
        if (TryRead(trimmed, out listen))
        {
            error = "";
            return true;
        }
        error = $"\"{trimmed}\" is no listener: {Allowed}.";
        return false;
    }

    /// <summary>Reads listeners separated by commas, semicolons or white space; each may be named once.</summary>
    public static bool TryParseList(ReadOnlySpan<char> text, out IReadOnlyList<SipListen> listens, out string error)
    {
        var found = new List<SipListen>();
        listens = found;
        error = "";
        foreach (var range in text.SplitAny(", ;\t\r\n"))
        {
            var item = text[range];
            if (item.IsEmpty) continue;
            if (!TryParse(item, out var listen, out error)) return false;
            if (found.Contains(listen))
            {
                error = $"{listen} is listed twice.";
                return false;
            }
            found.Add(listen);
        }
        return true;
    }

    /// <summary>The text it is read from.</summary>
    public override string ToString()
    {
        var name = Transport.ToString().ToLowerInvariant();
        return Address is { } address
            ? $"{name}:{address.WithPort(Port)}"
            : string.Create(CultureInfo.InvariantCulture, $"{name}:{Port}");
    }

    private static bool TryRead(ReadOnlySpan<char> text, out SipListen listen)
    {
        listen = default;
        var colon = text.IndexOf(':');
        if (colon < 0 || !TryTransport(text[..colon], out var transport)) return false;
        var rest = text[(colon + 1)..];
        var isPort = ushort.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        if (isPort)
        {
            listen = new SipListen(transport, null, port);
            return true;
        }
        // Parsed with two defaults, so that an address without a port is told from one that names it.
        if (!IpEndpoint.TryParse(rest, 0, out var address) || !IpEndpoint.TryParse(rest, 1, out var again) || address != again) return false;
        listen = new SipListen(transport, address, address.Port);
        return true;
    }

    private static bool TryTransport(ReadOnlySpan<char> text, out SipTransport transport)
    {
        for (transport = SipTransport.Udp; transport <= SipTransport.Wss; transport++)
        {
            if (text.Equals(transport.ToString(), StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
