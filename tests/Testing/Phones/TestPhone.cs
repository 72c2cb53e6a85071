using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;

namespace Tandem.Testing.Phones;

/// <summary>A phone made of text: writes REGISTERs and answers challenges as a real one does.</summary>
public sealed partial class TestPhone(string number, string password, string address = "198.51.100.7", ushort port = 5060)
{
    private static int _phones;
    private readonly string _id = Interlocked.Increment(ref _phones).ToString("x", CultureInfo.InvariantCulture);
    private int _branches;
    private uint _nonceCount;
    private string _countedNonce = "";

    /// <summary>The number it registers.</summary>
    public string Number { get; } = number;

    /// <summary>The password it answers challenges with.</summary>
    public string Password { get; set; } = password;

    /// <summary>The CSeq of its next REGISTER.</summary>
    public uint CSeq { get; set; } = 1;

    /// <summary>The Call-ID of its REGISTERs.</summary>
    public string CallId { get; set; } = Guid.NewGuid().ToString("n");

    /// <summary>The Contact it asks for, without "Contact:"; null = none.</summary>
    public string? Contact { get; set; } = $"<sip:{number}@{address}:{port}>";

    /// <summary>The value of Expires; null = none.</summary>
    public string? Expires { get; set; } = "3600";

    /// <summary>Its User-Agent; null = none.</summary>
    public string? UserAgent { get; set; } = "TestPhone/1";

    /// <summary>Further header lines, each with CRLF.</summary>
    public string Extra { get; set; } = "";

    /// <summary>The domain in its Request-URI, From and To.</summary>
    public string Domain { get; set; } = "192.0.2.1";

    /// <summary>Which challenge it answers.</summary>
    public string Algorithm { get; set; } = "SHA-256";

    /// <summary>The user name of its credentials; its number unless set.</summary>
    public string? Username { get; set; }

    /// <summary>The flow its requests arrive on.</summary>
    public Flow Flow { get; set; } = new(SipTransport.Udp, 0, Endpoint(address, port));

    /// <summary>Registers: a REGISTER, and when it is challenged another with credentials. Returns the last answer.</summary>
    public SentMessage Register(TestSwitch through)
    {
        var answer = Send(through, Request(null));
        return answer.Status == 401 ? Send(through, Request(answer)) : answer;
    }

    /// <summary>Delivers one request and gives back the one answer.</summary>
    public SentMessage Send(TestSwitch through, string request) => through.Deliver(Encoding.Latin1.GetBytes(request), Flow).Single();

    /// <summary>A REGISTER, with credentials when a challenge is given.</summary>
    public string Request(SentMessage? challenge)
    {
        var request = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"REGISTER sip:{Domain} SIP/2.0\r\n")
            .Append(CultureInfo.InvariantCulture, $"Via: SIP/2.0/{Encoding.ASCII.GetString(Flow.Transport.ViaName())} {address}:{port};branch=z9hG4bK{_id}.{++_branches};rport\r\n")
            .Append(CultureInfo.InvariantCulture, $"Max-Forwards: 70\r\nFrom: <sip:{Number}@{Domain}>;tag={_id}\r\nTo: <sip:{Number}@{Domain}>\r\n")
            .Append(CultureInfo.InvariantCulture, $"Call-ID: {CallId}\r\nCSeq: {CSeq++} REGISTER\r\n");
        if (Contact is not null) request.Append(CultureInfo.InvariantCulture, $"Contact: {Contact}\r\n");
        if (Expires is not null) request.Append(CultureInfo.InvariantCulture, $"Expires: {Expires}\r\n");
        if (UserAgent is not null) request.Append(CultureInfo.InvariantCulture, $"User-Agent: {UserAgent}\r\n");
        request.Append(Extra);
        if (challenge is not null) request.Append(CultureInfo.InvariantCulture, $"Authorization: {Credentials(challenge)}\r\n");
        return request.Append("Content-Length: 0\r\n\r\n").ToString();
    }

    /// <summary>The credentials for the challenge with this phone's algorithm.</summary>
    public string Credentials(SentMessage challenge)
    {
        var offered = challenge.Headers("WWW-Authenticate").First(h => h.Contains($"algorithm={Algorithm},", StringComparison.Ordinal));
        var realm = RealmOf().Match(offered).Groups[1].Value;
        var nonce = NonceOf().Match(offered).Groups[1].Value;
        _nonceCount = nonce == _countedNonce ? _nonceCount + 1 : 1;
        _countedNonce = nonce;
        return Credentials(realm, nonce, _nonceCount);
    }

    /// <summary>Credentials with a nonce and count of the test's choice.</summary>
    public string Credentials(string realm, string nonce, uint count)
    {
        var user = Username ?? Number;
        var uri = $"sip:{Domain}";
        var ha1 = Hash($"{user}:{realm}:{Password}");
        var response = Hash($"{ha1}:{nonce}:{count:x8}:c0ffee:auth:{Hash($"REGISTER:{uri}")}");
        return $"Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", "
            + $"algorithm={Algorithm}, cnonce=\"c0ffee\", qop=auth, nc={count:x8}";
    }

    private static IpEndpoint Endpoint(string address, ushort port) =>
        IpEndpoint.TryParse(address, port, out var endpoint) ? endpoint.WithPort(port) : throw new ArgumentException(address);

    private string Hash(string text)
    {
        using var hash = new DigestHash();
        hash.Begin(Algorithm == "MD5" ? DigestAlgorithm.Md5 : DigestAlgorithm.Sha256);
        hash.Add(Encoding.UTF8.GetBytes(text));
        Span<byte> hex = stackalloc byte[64];
        return Encoding.ASCII.GetString(hex[..hash.EndHex(hex)]);
    }

    [GeneratedRegex("realm=\"([^\"]*)\"")]
    private static partial Regex RealmOf();

    [GeneratedRegex("nonce=\"([^\"]*)\"")]
    private static partial Regex NonceOf();
}
