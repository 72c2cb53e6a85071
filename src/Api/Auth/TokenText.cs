using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Api.Auth;

/// <summary>The text of a bearer token, and the hash under which it is kept.</summary>
public static class TokenText
{
    private const string Mark = "tandem_";
    private const int RandomBytes = 32;

    /// <summary>A new token: 256 random bits behind a mark that scanners for leaked secrets can know.</summary>
    public static string Draw() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>SHA-256 of the text in lower-case hexadecimal. A random token needs no salt and no slow hash.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
