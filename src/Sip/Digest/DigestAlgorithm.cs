using System.Text;

namespace Tandem.Sip.Digest;

/// <summary>The hash of a digest (RFC 7616 §3.2, RFC 8760 §2.1). SHA-512/256 is missing: the platform has none.</summary>
public enum DigestAlgorithm : byte
{
    /// <summary>MD5: 32 hex digits. What every phone knows.</summary>
    Md5 = 0,
    /// <summary>SHA-256: 64 hex digits.</summary>
    Sha256 = 1,
}

/// <summary>What follows from an algorithm, and the algorithms' names on the wire.</summary>
public static class DigestAlgorithms
{
    /// <summary>The longest digest in bytes.</summary>
    public const int MaxDigestLength = 32;

    /// <summary>The longest digest in hex digits.</summary>
    public const int MaxHexLength = 2 * MaxDigestLength;

    /// <summary>Every algorithm in the order of offering: a client takes the topmost it knows (RFC 8760 §2.4).</summary>
    public static ReadOnlySpan<DigestAlgorithm> StrongestFirst => [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];

    /// <summary>The digest's length in bytes.</summary>
    public static int DigestLength(this DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Md5 ? 16 : 32;

    /// <summary>The digest's length in hex digits.</summary>
    public static int HexLength(this DigestAlgorithm algorithm) => 2 * algorithm.DigestLength();

    /// <summary>The name in algorithm= (RFC 7616 §3.3): MD5, SHA-256.</summary>
    public static ReadOnlySpan<byte> Name(this DigestAlgorithm algorithm) =>
        algorithm == DigestAlgorithm.Md5 ? "MD5"u8 : "SHA-256"u8;

    /// <summary>Reads an algorithm's name in any case, with or without -sess; false for one that is not known.</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out DigestAlgorithm algorithm, out bool isSession)
    {
        isSession = name.Length > Session.Length && Ascii.EqualsIgnoreCase(name[^Session.Length..], Session);
        if (isSession) name = name[..^Session.Length];
        foreach (var known in StrongestFirst)
        {
            algorithm = known;
            if (Ascii.EqualsIgnoreCase(name, known.Name())) return true;
        }
        algorithm = default;
        return false;
    }

    private static ReadOnlySpan<byte> Session => "-sess"u8;
}
