using System.Globalization;

namespace Tandem.Switching.Gateways;

/// <summary>Which addresses a routing gateway has to be found at.</summary>
public static class GatewayPlaces
{
    /// <summary>Where its calls go: its addresses, or its registrar when it has none of its own.</summary>
    public static IReadOnlyList<GatewayAddress> Of(RoutingGateway gateway) =>
        gateway.Addresses.Length > 0 ? gateway.Addresses
        : RegistrarOf(gateway) is { } registrar ? [registrar]
        : [];

    /// <summary>Where its registrar is; null when it is not registered.</summary>
    public static GatewayAddress? RegistrarOf(RoutingGateway gateway)
    {
        if (gateway.Registration is not { } registration) return null;
        var (host, port) = Split(registration.Registrar);
        return new GatewayAddress(host, port, registration.Transport);
    }

    /// <summary>Both.</summary>
    public static IEnumerable<GatewayAddress> WithRegistrarOf(RoutingGateway gateway) =>
        RegistrarOf(gateway) is { } registrar ? Of(gateway).Append(registrar) : Of(gateway);

    private static (string Host, ushort Port) Split(string text)
    {
        var colon = text.LastIndexOf(':');
        var isBare = colon < 0 || text.EndsWith(']') || (text.IndexOf(':') != colon && !text.StartsWith('['));
        if (isBare || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return (text.Trim('[', ']'), 0);
        return (text[..colon].Trim('[', ']'), port);
    }
}
