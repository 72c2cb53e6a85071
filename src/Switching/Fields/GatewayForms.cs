using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Tandem.Sip.Flows;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Fields;

/// <summary>Where gateways are, and which failure codes they see.</summary>
internal static class GatewayForms
{
    private const int MaxAddresses = 16;
    private const int MaxCodes = 100;
    private const int FirstFailure = 300;
    private const int LastFailure = 699;
    private const string TransportOption = "transport=";
    private const string NoCode = "none";
    private const string CodesRange = "codes 300–699 parted by commas";

    /// <summary>What a transport may be.</summary>
    public const string TransportRange = "udp, tcp or tls; empty = as DNS says, else udp";

    /// <summary>Several addresses, tried one after another.</summary>
    public static readonly TextForm<ImmutableArray<GatewayAddress>> Addresses = new(FieldKind.List,
        "host, host:port or host:port;transport=udp|tcp|tls, parted by commas, where a host is a name or an address (IPv6 in brackets)",
        (string text, out ImmutableArray<GatewayAddress> addresses) => NumberForms.ReadList(text, MaxAddresses, ReadAddress, out addresses),
        addresses => string.Join(',', addresses.Select(Print)));

    /// <summary>One address that DNS need not be asked for; "" = none.</summary>
    public static readonly TextForm<GatewayAddress?> FixedAddress = new(FieldKind.Text,
        "an IP address, with :port and ;transport=udp|tcp|tls when they are not 5060 and udp; empty = none", ReadFixed, address => address is { } set ? Print(set) : "");

    /// <summary>A listener by its address, its port, or both.</summary>
    public static readonly TextForm<IpEndpoint> Listener = new(FieldKind.Text,
        "an address of the switch, :port, or both, such as 192.0.2.1:5070 or :5070; empty = as routing says",
        (string text, out IpEndpoint listener) => TryListener(text, out listener) ? null : $"'{text}' is no listener: write 192.0.2.1, :5070, 192.0.2.1:5070 or [2001:db8::1]:5070.",
        listener => listener == default ? "" : listener.Address == 0 ? $":{listener.Port}" : listener.Port == 0 ? listener.AddressText : listener.ToString());

    /// <summary>A transport that signalling to a gateway may take.</summary>
    public static readonly TextForm<SipTransport?> Transport = new(FieldKind.Text, TransportRange, ReadTransport,
        transport => transport is { } known ? Word(known) : "");

    /// <summary>A host, with a port when it is not the default one.</summary>
    public static readonly TextForm<string> HostPort = PlainForms.Text("host or host:port", HostPortProblem);

    /// <summary>Final codes that stop a search.</summary>
    public static readonly TextForm<ImmutableArray<int>> StopCodes = new(FieldKind.List, CodesRange, ReadCodes, codes => string.Join(',', codes));

    /// <summary>Final codes that let a search go on; some do so by default, so that none has a word of its own.</summary>
    public static readonly TextForm<ImmutableArray<int>> SwitchCodes = new(FieldKind.List, $"{CodesRange}; {NoCode} = no code",
        (string text, out ImmutableArray<int> codes) =>
        {
            codes = [];
            return text.Equals(NoCode, StringComparison.OrdinalIgnoreCase) ? null : ReadCodes(text, out codes);
        },
        codes => codes.IsEmpty ? NoCode : string.Join(',', codes));

    /// <summary>What failure codes become.</summary>
    public static readonly TextForm<ImmutableArray<(int From, int To)>> FailureCodes = new(FieldKind.List,
        $"found:sent parted by commas, such as 486:600,0:503, each {FirstFailure}–{LastFailure}; found 0 = any code, sent 0 = as it is",
        (string text, out ImmutableArray<(int, int)> codes) => NumberForms.ReadList(text, MaxCodes, ReadPair, out codes),
        codes => string.Join(',', codes.Select(pair => $"{pair.From}:{pair.To}")));

    private static (GatewayAddress, string?) ReadAddress(string text)
    {
        var parts = text.Split(';', 2, StringSplitOptions.TrimEntries);
        SipTransport? transport = null;
        if (parts.Length == 2)
        {
            var word = parts[1].StartsWith(TransportOption, StringComparison.OrdinalIgnoreCase) ? parts[1][TransportOption.Length..] : "";
            if (ReadTransport(word, out transport) is not null) return (default, $"'{parts[1]}' is none of transport=udp, transport=tcp and transport=tls.");
        }
        return TrySplit(parts[0], out var host, out var port)
            ? (new GatewayAddress(host, port, transport), null)
            : (default, $"'{parts[0]}' is no address: write gw.example.com, 192.0.2.7:5070 or [2001:db8::1]:5060.");
    }

    private static bool TryListener(string text, out IpEndpoint listener)
    {
        if (!text.StartsWith(':')) return IpEndpoint.TryParse(text, 0, out listener) && listener.Address != 0;
        var good = ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
        listener = new IpEndpoint(0, port);
        return good;
    }

    private static string? ReadFixed(string text, out GatewayAddress? address)
    {
        var (read, problem) = ReadAddress(text);
        address = read;
        return problem ?? (IPAddress.TryParse(read.Host, out _) ? null : $"'{read.Host}' is a name; an IP address is needed.");
    }

    private static string Print(GatewayAddress address)
    {
        var host = address.Host.Contains(':') ? $"[{address.Host}]" : address.Host;
        var port = address.Port == 0 ? "" : $":{address.Port}";
        return address.Transport is { } transport ? $"{host}{port};{TransportOption}{Word(transport)}" : host + port;
    }

    private static string? HostPortProblem(string text) =>
        TrySplit(text, out _, out _) ? null : $"'{text}' is neither a host nor host:port.";

    // A port stands behind the last colon, but an IPv6 address without brackets has colons and no port.
    private static bool TrySplit(string text, out string host, out ushort port)
    {
        (host, port) = (text, 0);
        if (IPAddress.TryParse(text, out var address) && text.Contains(':') && !text.Contains(']'))
        {
            host = address.ToString();
            return true;
        }
        var colon = text.LastIndexOf(':');
        if (colon >= 0 && colon > text.LastIndexOf(']'))
        {
            if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port == 0) return false;
            host = text[..colon];
        }
        if (host.StartsWith('[') && host.EndsWith(']')) return IsV6(host = host[1..^1]);
        host = host.ToLowerInvariant();
        return IsV4OrName(host);
    }

    private static bool IsV6(string text) => Uri.CheckHostName(text) == UriHostNameType.IPv6;

    // What ends in a number is an address and no name, or 192.0.2.700 would be looked up in DNS for ever.
    private static bool IsV4OrName(string text)
    {
        var last = text.AsSpan(text.LastIndexOf('.') + 1);
        return last.IndexOfAnyExceptInRange('0', '9') < 0
            ? text.AsSpan().Count('.') == 3 && IPAddress.TryParse(text, out _)
            : Uri.CheckHostName(text) == UriHostNameType.Dns;
    }

    private static string? ReadTransport(string text, out SipTransport? transport)
    {
        transport = text.ToLowerInvariant() switch
        {
            "udp" => SipTransport.Udp,
            "tcp" => SipTransport.Tcp,
            "tls" => SipTransport.Tls,
            _ => null,
        };
        return transport is null ? $"'{text}' is none of udp, tcp and tls." : null;
    }

    private static string Word(SipTransport transport) => PlainForms.Word(transport);

    private static string? ReadCodes(string text, out ImmutableArray<int> codes) => NumberForms.ReadList(text, MaxCodes,
        part => (PlainForms.ReadInteger(part, FirstFailure, LastFailure, out var code) is { } problem ? (0, problem) : (code, null)), out codes);

    private static ((int, int), string?) ReadPair(string text)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && TryCode(parts[0], out var from) && TryCode(parts[1], out var to) && (from, to) != (0, 0)
            ? ((from, to), null)
            : (default, $"'{text}' is not found:sent with codes from {FirstFailure} to {LastFailure}, such as 486:600 or 0:503.");
    }

    private static bool TryCode(string text, out int code) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code) && (code is 0 or (>= FirstFailure and <= LastFailure));
}
