using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tandem.Sip.Digest;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Tests.Routing;

/// <summary>An INVITE made of text.</summary>
internal sealed partial record TestInvite
{
    private static int _branches;

    public string From { get; init; } = "<sip:1000@192.0.2.1>";

    public string To { get; init; } = "<sip:1001@192.0.2.1>";

    public string Uri { get; init; } = "sip:1001@192.0.2.1";

    public string Extra { get; init; } = "";

    public SipMessage Parse()
    {
        var text = $"INVITE {Uri} SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKi{Interlocked.Increment(ref _branches)}\r\nMax-Forwards: 70\r\n"
            + $"From: {From};tag=1\r\nTo: {To}\r\nCall-ID: {_branches}@test\r\nCSeq: 1 INVITE\r\nContact: <sip:x@198.51.100.7>\r\n{Extra}Content-Length: 0\r\n\r\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        var message = new SipMessage();
        Assert.Equal(SipRejection.None, SipParser.Parse(bytes, 0, bytes.Length, message, SipLimits.Default));
        return message;
    }

    /// <summary>The same INVITE with credentials for a challenge.</summary>
    /// <param name="challenge">A 401 or 407.</param>
    /// <param name="user">The digest user name.</param>
    /// <param name="password">The password.</param>
    /// <param name="count">The nonce count.</param>
    public TestInvite Answering(string challenge, string user, string password, int count = 1)
    {
        var proxy = challenge.StartsWith("SIP/2.0 407", StringComparison.Ordinal);
        var (realm, nonce) = (RealmOf().Match(challenge).Groups[1].Value, NonceOf().Match(challenge).Groups[1].Value);
        var nc = count.ToString("x8", CultureInfo.InvariantCulture);
        var response = Hash($"{Hash($"{user}:{realm}:{password}")}:{nonce}:{nc}:c0ffee:auth:{Hash($"INVITE:{Uri}")}");
        return this with
        {
            Extra = $"{(proxy ? "Proxy-Authorization" : "Authorization")}: Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{Uri}\", "
                + $"response=\"{response}\", algorithm=SHA-256, cnonce=\"c0ffee\", qop=auth, nc={nc}\r\n",
        };
    }

    private static string Hash(string text)
    {
        using var hash = new DigestHash();
        hash.Begin(DigestAlgorithm.Sha256);
        hash.Add(Encoding.UTF8.GetBytes(text));
        Span<byte> hex = stackalloc byte[64];
        return Encoding.ASCII.GetString(hex[..hash.EndHex(hex)]);
    }

    [GeneratedRegex("realm=\"([^\"]*)\"")]
    private static partial Regex RealmOf();

    [GeneratedRegex("nonce=\"([^\"]*)\"")]
    private static partial Regex NonceOf();
}
