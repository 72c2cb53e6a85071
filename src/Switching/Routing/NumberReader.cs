using System.Buffers;
using System.Text;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Records;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Routing;

/// <summary>
/// Reads the numbers of an INVITE from where the caller's settings say: the user of a SIP or tel URI, unescaped, without its
/// parameters and without the signs that only help the eye (RFC 3966 §5.1.1); a + stays.
/// </summary>
internal static class NumberReader
{
    private const int LongestNumber = 128;

    private static readonly SearchValues<char> Visual = SearchValues.Create("-.() ");
    private static readonly SearchValues<char> Dialled = SearchValues.Create("0123456789+*#-.() ");

    /// <summary>Both numbers; "" for one that is not there.</summary>
    public static CallNumbers Read(SipMessage invite, Caller caller, Directory directory) => caller switch
    {
        { Gateway: { } gateway } => Read(invite, gateway, directory),
        { Carrier.Registration: { } registration } => new(OfUri(invite.From.Uri, directory), CarrierCallee(invite, registration, directory)),
        _ => new(OfUri(invite.From.Uri, directory), OfUri(invite.RequestUri, directory)),
    };

    /// <summary>Both numbers as a mapping gateway sends them.</summary>
    public static CallNumbers Read(SipMessage invite, MappingGateway gateway, Directory directory)
    {
        var caller = gateway.Calls.CallerSource switch
        {
            CallerSource.RemotePartyId => OfFirst(invite, HeaderName.RemotePartyId, directory),
            CallerSource.Display => OfDisplay(invite.From.DisplayName, directory),
            CallerSource.PAssertedIdentity => OfFirst(invite, HeaderName.PAssertedIdentity, directory),
            CallerSource.PPreferredIdentity => OfFirst(invite, HeaderName.PPreferredIdentity, directory),
            _ => OfUri(invite.From.Uri, directory),
        };
        var callee = gateway.Calls.CalleeSource switch
        {
            CalleeSource.To => OfUri(invite.To.Uri, directory),
            CalleeSource.Diversion => OfFirst(invite, HeaderName.Diversion, directory),
            _ => OfUri(invite.RequestUri, directory),
        };
        return new CallNumbers(caller, callee);
    }

    // A carrier that we are registered with calls the Contact that we gave it; the number that was dialled stands in To.
    private static string CarrierCallee(SipMessage invite, OutboundRegistration registration, Directory directory)
    {
        var called = OfUri(invite.RequestUri, directory);
        return called == registration.User && OfUri(invite.To.Uri, directory) is { Length: > 0 } dialled ? dialled : called;
    }

    // The first value that has a number: a P-Asserted-Identity may list a SIP and a tel URI (RFC 3325 §9.1).
    private static string OfFirst(SipMessage invite, HeaderName name, Directory directory)
    {
        foreach (var value in invite.Values(name))
        {
            if (NameAddress.TryParse(value, out var address) && OfUri(address.Uri, directory) is { Length: > 0 } number) return number;
        }
        return "";
    }

    private static string OfUri(ReadOnlySpan<byte> text, Directory directory)
    {
        if (!SipUri.TryParse(text, out var uri)) return "";
        var user = uri.User;
        // user = number *( ";" par ), as in 1234;npdi or 1234;phone-context=+49 (RFC 3261 §19.1.6).
        var semicolon = user.IndexOf((byte)';');
        if (semicolon >= 0) user = user[..semicolon];
        if (user.IsEmpty || user.Length > LongestNumber) return "";
        Span<byte> plain = stackalloc byte[LongestNumber];
        return Clean(plain[..SipUri.Unescape(user, plain)], directory);
    }

    private static string OfDisplay(ReadOnlySpan<byte> display, Directory directory)
    {
        if (display.Length > LongestNumber) return "";
        Span<byte> plain = stackalloc byte[LongestNumber];
        var length = 0;
        for (var i = 0; i < display.Length; i++)
        {
            if (display[i] == '\\' && i + 1 < display.Length) i++;
            plain[length++] = display[i];
        }
        return Clean(plain[..length], directory);
    }

    // A phone whose very name has such a sign in it keeps it; a control character makes no number.
    private static string Clean(ReadOnlySpan<byte> plain, Directory directory)
    {
        var number = Encoding.UTF8.GetString(plain).Trim();
        foreach (var c in number)
        {
            if (char.IsControl(c)) return "";
        }
        var seen = number.AsSpan();
        if (!seen.ContainsAny(Visual) || seen.ContainsAnyExcept(Dialled) || directory.FindEndpoint(number) is Phone) return number;
        return string.Concat(number.Where(c => !Visual.Contains(c)));
    }
}
