namespace Tandem.Sip.Digest;

/// <summary>
/// Writes the value of one WWW-Authenticate or Proxy-Authenticate header (RFC 7616 §3.3, RFC 3261 §25.1):
/// <c>Digest realm="…", nonce="…", algorithm=MD5, qop="auth,auth-int"[, stale=true]</c>.
/// An answer has one such header for each algorithm of <see cref="DigestAlgorithms.StrongestFirst"/>, in that order.
/// </summary>
public static class DigestChallenge
{
    /// <summary>Writes the value in place.</summary>
    /// <param name="to">Where to write; 200 bytes and twice the realm's length are always enough.</param>
    /// <param name="algorithm">The algorithm offered.</param>
    /// <param name="realm">The realm as text; quotes and backslashes in it are escaped here.</param>
    /// <param name="nonce">A nonce just issued; all the headers of one answer may carry the same.</param>
    /// <param name="stale">True when the client needs a new nonce only, and no new password (RFC 7616 §3.3).</param>
    /// <returns>The number of bytes written; 0 when <paramref name="to"/> is too short.</returns>
    public static int Write(
        Span<byte> to, DigestAlgorithm algorithm, ReadOnlySpan<byte> realm, ReadOnlySpan<byte> nonce, bool stale)
    {
        var length = 0;
        var fits = Append(to, ref length, "Digest realm=\""u8)
            && AppendEscaped(to, ref length, realm)
            && Append(to, ref length, "\", nonce=\""u8)
            && Append(to, ref length, nonce)
            && Append(to, ref length, "\", algorithm="u8)
            && Append(to, ref length, algorithm.Name())
            && Append(to, ref length, ", qop=\"auth,auth-int\""u8)
            && (!stale || Append(to, ref length, ", stale=true"u8));
        return fits ? length : 0;
    }

    private static bool Append(Span<byte> to, ref int length, ReadOnlySpan<byte> text)
    {
        if (!text.TryCopyTo(to[length..])) return false;
        length += text.Length;
        return true;
    }

    private static bool AppendEscaped(Span<byte> to, ref int length, ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny((byte)'"', (byte)'\\')) return Append(to, ref length, text);
        foreach (ref readonly var b in text)
        {
            if (b is (byte)'"' or (byte)'\\' && !Append(to, ref length, "\\"u8)) return false;
            if (!Append(to, ref length, new ReadOnlySpan<byte>(in b))) return false;
        }
        return true;
    }
}
