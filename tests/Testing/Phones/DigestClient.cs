using System.Text;
using Tandem.Sip.Digest;
using Tandem.Sip.Messages;

namespace Tandem.Testing.Phones;

/// <summary>A phone's side of digest authentication (RFC 7616 §3.4): keeps the latest nonce and counts its uses.</summary>
internal sealed class DigestClient(DigestHash hash, string username, DigestAlgorithm algorithm)
{
    private readonly byte[] _username = Encoding.ASCII.GetBytes(username);
    private readonly byte[] _uri = Encoding.ASCII.GetBytes("sip:" + PhoneKit.Domain);
    private readonly byte[] _ha1 = new byte[algorithm.HexLength()];
    private byte[] _password = [];
    private byte[] _realm = [];
    private byte[] _nonce = [];
    private int _nonceLength;
    private uint _count;

    /// <summary>True when a request can carry credentials.</summary>
    public bool HasNonce => _nonceLength > 0;

    private static ReadOnlySpan<byte> Cnonce => "0a4f113b"u8;

    public void SetPassword(string password)
    {
        _password = Encoding.UTF8.GetBytes(password);
        if (_realm.Length > 0) ComputeHa1();
    }

    public void ForgetNonce() => _nonceLength = 0;

    /// <summary>Takes the challenge for our algorithm out of a 401.</summary>
    /// <param name="answer">The 401.</param>
    /// <param name="stale">True when only the nonce was wrong.</param>
    /// <returns>False when there is no such challenge.</returns>
    public bool TakeChallenge(SipMessage answer, out bool stale)
    {
        stale = false;
        for (var i = 0; i < answer.HeaderCount; i++)
        {
            if (answer.NameAt(i) != HeaderName.WwwAuthenticate) continue;
            var challenge = answer.ValueAt(i);
            if (!Unquoted(challenge, "algorithm="u8).SequenceEqual(algorithm.Name())) continue;
            stale = Unquoted(challenge, "stale="u8).SequenceEqual("true"u8);
            Take(Quoted(challenge, "realm=\""u8), Quoted(challenge, "nonce=\""u8));
            return true;
        }
        return false;
    }

    /// <summary>Writes the Authorization header field and counts one more use of the nonce.</summary>
    public void WriteAuthorization(ref RequestWriter writer)
    {
        Span<byte> count = stackalloc byte[8];
        (++_count).TryFormat(count, out _, "x8", System.Globalization.CultureInfo.InvariantCulture);
        Span<byte> response = stackalloc byte[DigestAlgorithms.MaxHexLength];
        response = response[..Respond(count, response)];

        writer.BeginHeader("Authorization"u8);
        writer.Append("Digest username=\""u8);
        writer.Append(_username);
        writer.Append("\", realm=\""u8);
        writer.Append(_realm);
        writer.Append("\", nonce=\""u8);
        writer.Append(_nonce.AsSpan(0, _nonceLength));
        writer.Append("\", uri=\""u8);
        writer.Append(_uri);
        writer.Append("\", response=\""u8);
        writer.Append(response);
        writer.Append("\", algorithm="u8);
        writer.Append(algorithm.Name());
        writer.Append(", cnonce=\""u8);
        writer.Append(Cnonce);
        writer.Append("\", qop=auth, nc="u8);
        writer.Append(count);
        writer.EndHeader();
    }

    private void Take(ReadOnlySpan<byte> realm, ReadOnlySpan<byte> nonce)
    {
        if (!realm.SequenceEqual(_realm))
        {
            _realm = realm.ToArray();
            ComputeHa1();
        }
        if (_nonce.Length < nonce.Length) _nonce = new byte[nonce.Length];
        nonce.CopyTo(_nonce);
        _nonceLength = nonce.Length;
        _count = 0;
    }

    private void ComputeHa1() => DigestHash.Ha1(algorithm, _username, _realm, _password, _ha1);

    private int Respond(ReadOnlySpan<byte> count, Span<byte> hex)
    {
        Span<byte> ha2 = stackalloc byte[DigestAlgorithms.MaxHexLength];
        hash.Begin(algorithm);
        hash.Add("REGISTER"u8);
        hash.Add(_uri);
        ha2 = ha2[..hash.EndHex(ha2)];
        hash.Begin(algorithm);
        hash.Add(_ha1);
        hash.Add(_nonce.AsSpan(0, _nonceLength));
        hash.Add(count);
        hash.Add(Cnonce);
        hash.Add("auth"u8);
        hash.Add(ha2);
        return hash.EndHex(hex);
    }

    private static ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> name)
    {
        var start = challenge.IndexOf(name);
        if (start < 0) return [];
        var value = challenge[(start + name.Length)..];
        return value[..Math.Max(0, value.IndexOf((byte)'"'))];
    }

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> name)
    {
        var start = challenge.IndexOf(name);
        if (start < 0) return [];
        var value = challenge[(start + name.Length)..];
        var end = value.IndexOf((byte)',');
        return end < 0 ? value : value[..end];
    }
}
