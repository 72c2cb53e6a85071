using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// The proxies that want to see every request of a dialog, the nearest first (RFC 3261 §12.1). Each is the whole value of a
/// Route header field.
/// </summary>
internal readonly struct RouteSet
{
    private readonly byte[][]? _routes;

    private RouteSet(byte[][] routes) => _routes = routes;

    /// <summary>True when requests go straight to the target.</summary>
    public bool IsEmpty => Routes.IsEmpty;

    /// <summary>The routes, the nearest first.</summary>
    public ReadOnlySpan<byte[]> Routes => _routes;

    /// <summary>
    /// True when the nearest proxy is one of RFC 3261, or there is none; one of RFC 2543 wants to find itself in the
    /// Request-URI (§12.2.1.1).
    /// </summary>
    public bool IsLoose =>
        IsEmpty || !SipUri.TryParse(UriOf(Routes[0]), out var uri) || uri.TryGetParameter("lr"u8, out _);

    /// <summary>The URI of the nearest proxy; there must be one.</summary>
    public ReadOnlySpan<byte> Nearest => UriOf(Routes[0]);

    /// <summary>One route, or none when the value is empty.</summary>
    public static RouteSet Of(ReadOnlySpan<byte> route) => route.IsEmpty ? default : new([route.ToArray()]);

    /// <summary>What the server of a dialog takes from the request: the Record-Route values in their order (§12.1.1).</summary>
    public static RouteSet OfRequest(SipMessage request) => Recorded(request);

    /// <summary>What the client takes from an answer: the Record-Route values in reverse (§12.1.2).</summary>
    public static RouteSet OfResponse(SipMessage response)
    {
        var set = Recorded(response);
        if (set._routes is not null) Array.Reverse(set._routes);
        return set;
    }

    private static RouteSet Recorded(SipMessage message)
    {
        var count = message.Values(HeaderName.RecordRoute).Count();
        if (count == 0) return default;
        var routes = new byte[count][];
        var next = 0;
        foreach (var value in message.Values(HeaderName.RecordRoute)) routes[next++] = value.ToArray();
        return new RouteSet(routes);
    }

    private static ReadOnlySpan<byte> UriOf(ReadOnlySpan<byte> route) => NameAddress.TryParse(route, out var address) ? address.Uri : route;
}
