using System.Text;

namespace Tandem.Sip.Messages;

/// <summary>When two URIs mean the same. RFC 3261 §19.1.4.</summary>
internal static class UriComparison
{
    public static bool Equivalent(in SipUri a, in SipUri b)
    {
        if (!Ascii.EqualsIgnoreCase(a.Scheme, b.Scheme)) return false;
        if (a.Host.IsEmpty || b.Host.IsEmpty) return a.SchemeSpecificPart.SequenceEqual(b.SchemeSpecificPart);
        return SameText(a.User, b.User, ignoreCase: false)
            && SameText(a.Password, b.Password, ignoreCase: false)
            && Ascii.EqualsIgnoreCase(a.Host, b.Host)
            && a.Port == b.Port
            && ParametersAgree(a.Parameters, b.Parameters)
            && ParametersAgree(b.Parameters, a.Parameters)
            && HeadersCover(a.Headers, b.Headers)
            && HeadersCover(b.Headers, a.Headers);
    }

    // A parameter in both must match; user, ttl, method, maddr and transport must be in both or in neither.
    private static bool ParametersAgree(ReadOnlySpan<byte> of, ReadOnlySpan<byte> with)
    {
        var walk = new ParameterEnumerator(of);
        while (walk.MoveNext())
        {
            if (Parameters.TryGet(with, walk.Name, out var other))
            {
                if (!SameText(walk.Value, other, ignoreCase: true)) return false;
            }
            else if (CountsWhenAbsent(walk.Name))
            {
                return false;
            }
        }
        return true;
    }

    private static bool CountsWhenAbsent(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "user"u8) || Ascii.EqualsIgnoreCase(name, "ttl"u8)
        || Ascii.EqualsIgnoreCase(name, "method"u8) || Ascii.EqualsIgnoreCase(name, "maddr"u8)
        || Ascii.EqualsIgnoreCase(name, "transport"u8);

    // Headers are never ignored: each of the one must be found in the other, in any order.
    private static bool HeadersCover(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> by)
    {
        foreach (var header in headers.Split((byte)'&'))
        {
            if (!HasHeader(by, headers[header])) return false;
        }
        return true;
    }

    private static bool HasHeader(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> wanted)
    {
        foreach (var header in headers.Split((byte)'&'))
        {
            if (SameText(headers[header], wanted, ignoreCase: true)) return true;
        }
        return false;
    }

    private static bool SameText(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool ignoreCase)
    {
        while (!a.IsEmpty && !b.IsEmpty)
        {
            var x = UriEscapes.Next(ref a);
            var y = UriEscapes.Next(ref b);
            if (x != y && !(ignoreCase && char.ToLowerInvariant((char)x) == char.ToLowerInvariant((char)y))) return false;
        }
        return a.IsEmpty && b.IsEmpty;
    }
}
