using System.Globalization;
using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Digest;

/// <summary>
/// What the switch as a client answers to a challenge (RFC 7616 §3.4, RFC 8760): the strongest algorithm that is offered and
/// known, with qop auth, or none where the server offers none (RFC 2069). It counts the uses of its nonce, so that one
/// challenge serves many requests.
/// </summary>
public sealed class DigestAnswer
{
    private readonly DigestAlgorithm _algorithm;
    private readonly bool _hasQop;
    private readonly byte[] _user;
    private readonly byte[] _ha1;
    private readonly byte[] _realm;
    private readonly byte[] _nonce;
    private readonly byte[] _opaque;
    private uint _count;

    private DigestAnswer(in ReceivedChallenge challenge, string user, string password, bool isForProxy)
    {
        _algorithm = challenge.Algorithm;
        _hasQop = challenge.Qop == DigestQop.Auth;
        _user = Encoding.UTF8.GetBytes(user);
        _realm = challenge.Realm.ToArray();
        _nonce = challenge.Nonce.ToArray();
        _opaque = challenge.Opaque.ToArray();
        _ha1 = new byte[_algorithm.HexLength()];
        DigestHash.Ha1(_algorithm, _user, _realm, Encoding.UTF8.GetBytes(password), _ha1);
        IsStale = challenge.IsStale;
        IsForProxy = isForProxy;
    }

    /// <summary>True when the server says that only the nonce was too old: the same password may be tried again.</summary>
    public bool IsStale { get; }

    /// <summary>True for an answer to 407, which goes into Proxy-Authorization.</summary>
    public bool IsForProxy { get; }

    /// <summary>Takes the challenges of a 401 or 407 (RFC 3261 §22).</summary>
    /// <param name="response">The response.</param>
    /// <param name="user">The user name.</param>
    /// <param name="password">The password; only its digest is kept.</param>
    /// <returns>Null when there is no challenge that can be answered.</returns>
    public static DigestAnswer? To(SipMessage response, string user, string password)
    {
        var isForProxy = response.StatusCode == 407;
        var name = isForProxy ? HeaderName.ProxyAuthenticate : HeaderName.WwwAuthenticate;
        ReceivedChallenge best = default;
        var found = false;
        for (var i = 0; i < response.HeaderCount; i++)
        {
            if (response.NameAt(i) != name || !ReceivedChallenge.TryRead(response.ValueAt(i), out var challenge)) continue;
            if (found && challenge.Algorithm <= best.Algorithm) continue;
            best = challenge;
            found = true;
        }
        return found ? new DigestAnswer(best, user, password, isForProxy) : null;
    }

    /// <summary>Writes the Authorization or Proxy-Authorization header field and counts one more use of the nonce.</summary>
    /// <param name="writer">The request, in the middle of its header.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="uri">Its Request-URI.</param>
    /// <param name="cnonce">A number that nobody can guess.</param>
    public void Write(ref RequestWriter writer, scoped ReadOnlySpan<byte> method, scoped ReadOnlySpan<byte> uri, ulong cnonce)
    {
        Span<byte> count = stackalloc byte[8];
        (++_count).TryFormat(count, out _, "x8", CultureInfo.InvariantCulture);
        Span<byte> client = stackalloc byte[16];
        cnonce.TryFormat(client, out _, "x16", CultureInfo.InvariantCulture);
        Span<byte> response = stackalloc byte[DigestAlgorithms.MaxHexLength];
        response = response[..Respond(method, uri, count, client, response)];

        writer.BeginHeader(IsForProxy ? "Proxy-Authorization"u8 : "Authorization"u8);
        writer.Append("Digest username="u8);
        writer.AppendQuoted(_user);
        Quoted(ref writer, ", realm=\""u8, _realm);
        Quoted(ref writer, ", nonce=\""u8, _nonce);
        Quoted(ref writer, ", uri=\""u8, uri);
        Quoted(ref writer, ", response=\""u8, response);
        writer.Append(", algorithm="u8);
        writer.Append(_algorithm.Name());
        if (_opaque.Length > 0) Quoted(ref writer, ", opaque=\""u8, _opaque);
        if (_hasQop)
        {
            Quoted(ref writer, ", qop=auth, cnonce=\""u8, client);
            writer.Append(", nc="u8);
            writer.Append(count);
        }
        writer.EndHeader();
    }

    // What came between quotes goes back as it came, escapes and all.
    private static void Quoted(ref RequestWriter writer, scoped ReadOnlySpan<byte> label, scoped ReadOnlySpan<byte> value)
    {
        writer.Append(label);
        writer.Append(value);
        writer.Append("\""u8);
    }

    private int Respond(ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> count, ReadOnlySpan<byte> client, Span<byte> hex)
    {
        using var hash = new DigestHash();
        Span<byte> ha2 = stackalloc byte[DigestAlgorithms.MaxHexLength];
        hash.Begin(_algorithm);
        hash.Add(method);
        hash.Add(uri);
        ha2 = ha2[..hash.EndHex(ha2)];
        hash.Begin(_algorithm);
        hash.Add(_ha1);
        hash.Add(_nonce);
        if (_hasQop)
        {
            hash.Add(count);
            hash.Add(client);
            hash.Add("auth"u8);
        }
        hash.Add(ha2);
        return hash.EndHex(hex);
    }
}
