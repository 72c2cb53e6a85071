using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;

namespace Tandem.Switching.Routing;

/// <summary>What a call to a gateway is sent to: a Request-URI for each of its addresses.</summary>
internal static class GatewayTargets
{
    // user = 1*( unreserved / escaped / user-unreserved ), RFC 3261 §25.1
    private static readonly SearchValues<char> InUser =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.!~*'()&=+$,;?/");

    /// <summary>The targets in the order of the addresses.</summary>
    public static ImmutableArray<CallTarget> Of(ImmutableArray<GatewayTarget> addresses, string number)
    {
        var targets = ImmutableArray.CreateBuilder<CallTarget>(addresses.Length);
        var user = Escape(number);
        foreach (var address in addresses)
        {
            var uri = address.Contact.Length > 0 ? InContact(user, address.Contact) : RequestUri(user, address);
            targets.Add(new CallTarget(address.Flow, uri, address.Path, Math.Max(0, 1000 - targets.Count), address.Host));
        }
        return targets.MoveToImmutable();
    }

    private static string RequestUri(string user, in GatewayTarget address)
    {
        var (transport, port) = (address.Flow.Transport, address.Flow.Remote.Port);
        var host = address.Host.Contains(':') && !address.Host.StartsWith('[') ? $"[{address.Host}]" : address.Host;
        var portText = port == transport.DefaultPort() ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}");
        var transportText = transport == SipTransport.Udp ? "" : $";transport={Encoding.ASCII.GetString(transport.ViaName()).ToLowerInvariant()}";
        return $"sip:{user}@{host}{portText}{transportText}";
    }

    // The number in the place of the Contact's user; its headers are no part of a Request-URI (RFC 3261 §19.1.1).
    private static string InContact(string user, string contact)
    {
        var scheme = contact.IndexOf(':') + 1;
        var rest = contact.AsSpan(Math.Max(scheme, contact.IndexOf('@') + 1));
        var headers = rest.IndexOf('?');
        return $"{contact.AsSpan(0, scheme)}{user}@{(headers < 0 ? rest : rest[..headers])}";
    }

    private static string Escape(string number)
    {
        if (!number.AsSpan().ContainsAnyExcept(InUser)) return number;
        var escaped = new StringBuilder(number.Length + 8);
        foreach (var b in Encoding.UTF8.GetBytes(number))
        {
            if (b < 0x80 && InUser.Contains((char)b)) escaped.Append((char)b);
            else escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return escaped.ToString();
    }
}
