namespace Tandem.Sip.Messages;

/// <summary>When two URIs mean the same. RFC 3261 §19.1.4.</summary>
internal static class UriComparison
{
    public static bool Equivalent(in SipUri a, in SipUri b)
    {
        if (!Grammar.EqualsIgnoreCase(a.Scheme, b.Scheme)) return false;
        if (a.Host.IsEmpty || b.Host.IsEmpty) return a.SchemeSpecificPart.SequenceEqual(b.SchemeSpecificPart);
        return SameText(a.User, b.User, ignoreCase: false)
            && SameText(a.Password, b.Password, ignoreCase: false)
            && Grammar.EqualsIgnoreCase(a.Host, b.Host)
            && a.Port == b.Port
            && ParametersAgree(a.Parameters, b.Parameters)
            && ParametersAgree(b.Parameters, a.Parameters)
            && HeadersCover(a.Headers, b.Headers)
            && HeadersCover(b.Headers, a.Headers);
    }

    // A parameter in both must match; user, ttl, method, maddr and transport must be in both or in neither. Of a parameter
    // that is there twice, against §19.1.1, the first counts.
    private static bool ParametersAgree(ReadOnlySpan<byte> of, ReadOnlySpan<byte> with)
    {
        var walk = new ParameterEnumerator(of);
        while (walk.MoveNext())
        {
            if (Parameters.TryGet(with, walk.Name, out var other))
            {
                Parameters.TryGet(of, walk.Name, out var own);
                if (!SameText(own, other, ignoreCase: true)) return false;
            }
            else if (CountsWhenAbsent(walk.Name))
            {
                return false;
            }
        }
        return true;
    }

    private static bool CountsWhenAbsent(ReadOnlySpan<byte> name) =>
        Grammar.EqualsIgnoreCase(name, "user"u8) || Grammar.EqualsIgnoreCase(name, "ttl"u8)
        || Grammar.EqualsIgnoreCase(name, "method"u8) || Grammar.EqualsIgnoreCase(name, "maddr"u8)
        || Grammar.EqualsIgnoreCase(name, "transport"u8);

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
