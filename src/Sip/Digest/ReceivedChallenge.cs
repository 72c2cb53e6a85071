using System.Text;

namespace Tandem.Sip.Digest;

/// <summary>One challenge that a server made us: challenge = "Digest" LWS digest-cln *(COMMA digest-cln), RFC 3261 §25.1.</summary>
internal ref struct ReceivedChallenge
{
    /// <summary>The realm between its quotes, escapes untouched.</summary>
    public ReadOnlySpan<byte> Realm { get; private set; }

    /// <summary>The nonce.</summary>
    public ReadOnlySpan<byte> Nonce { get; private set; }

    /// <summary>What is to be given back as it is; empty for nothing.</summary>
    public ReadOnlySpan<byte> Opaque { get; private set; }

    /// <summary>The algorithm; MD5 when none is named.</summary>
    public DigestAlgorithm Algorithm { get; private set; }

    /// <summary>The quality of protection to answer with: auth where it is offered.</summary>
    public DigestQop Qop { get; private set; }

    /// <summary>True when only the nonce was too old.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Reads the value of one header field; false for another scheme, and for what cannot be answered: another algorithm, auth-int alone.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out ReceivedChallenge challenge)
    {
        challenge = default;
        var scheme = "Digest"u8;
        if (value.Length <= scheme.Length || !Ascii.EqualsIgnoreCase(value[..scheme.Length], scheme)) return false;
        if (!AuthParameterReader.IsWhiteSpace(value[scheme.Length])) return false;
        // A second challenge behind a comma is no parameter and ends the walk; the first one stands.
        var parameters = new AuthParameterReader(value[scheme.Length..]);
        while (parameters.MoveNext())
        {
            if (!challenge.Take(parameters.Name, parameters.Value)) return false;
        }
        return !challenge.Realm.IsEmpty && !challenge.Nonce.IsEmpty;
    }

    // False for what cannot be answered.
    private bool Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "realm"u8)) Realm = value;
        else if (Ascii.EqualsIgnoreCase(name, "nonce"u8)) Nonce = value;
        else if (Ascii.EqualsIgnoreCase(name, "opaque"u8)) Opaque = value;
        else if (Ascii.EqualsIgnoreCase(name, "stale"u8)) IsStale = Ascii.EqualsIgnoreCase(value, "true"u8);
        else if (Ascii.EqualsIgnoreCase(name, "qop"u8)) return TakeQop(value);
        else if (Ascii.EqualsIgnoreCase(name, "algorithm"u8)) return TakeAlgorithm(value);
        return true;
    }

    private bool TakeAlgorithm(ReadOnlySpan<byte> name)
    {
        var known = DigestAlgorithms.TryParse(name, out var algorithm, out var isSession);
        Algorithm = algorithm;
        return known && !isSession;
    }

    private bool TakeQop(ReadOnlySpan<byte> options)
    {
        foreach (var range in options.Split((byte)','))
        {
            if (!Ascii.EqualsIgnoreCase(options[range].Trim(" \t"u8), "auth"u8)) continue;
            Qop = DigestQop.Auth;
            return true;
        }
        return false;
    }
}
