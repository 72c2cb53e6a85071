using System.Buffers;

namespace Tandem.Sip.Digest;

/// <summary>The digits of HEXDIG and LHEX together (RFC 3261 §25.1): phones write either case.</summary>
internal static class HexDigits
{
    public static readonly SearchValues<byte> Either = SearchValues.Create("0123456789abcdefABCDEF"u8);
}
