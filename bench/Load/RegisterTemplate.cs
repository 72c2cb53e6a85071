using System.Text;
using Tandem.Sip.Digest;
using Tandem.Sip.Messages;

namespace Tandem.Load;

/// <summary>
/// Writes the REGISTERs. All that differs between two is written from numbers, so that the same registration written again
/// is the same bytes: a retransmission.
/// </summary>
internal sealed class RegisterTemplate(LoadOptions options, UserSecrets secrets)
{
    private readonly DigestHash _hash = new();
    private readonly byte[] _uri = Encoding.ASCII.GetBytes("sip:" + options.Domain);
    private readonly byte[] _prefix = Encoding.ASCII.GetBytes(options.Prefix);
    // No two runs share a Call-ID.
    private readonly long _run = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private readonly byte[] _domain = Encoding.ASCII.GetBytes(options.Domain);

    /// <summary>Writes the request of a registration; returns its length.</summary>
    /// <param name="buffer">Where.</param>
    /// <param name="registration">The registration.</param>
    /// <param name="local">The address it is sent from.</param>
    public int Write(Span<byte> buffer, Registration registration, ReadOnlySpan<byte> local)
    {
        var user = options.FirstUser + registration.User;
        var writer = new RequestWriter(buffer);
        writer.Begin("REGISTER"u8, _uri);
        writer.BeginHeader("Via"u8);
        writer.Append("SIP/2.0/UDP "u8);
        writer.Append(local);
        writer.Append(";rport;branch=z9hG4bK-"u8);
        AppendId(ref writer, registration);
        writer.Append("-"u8);
        writer.Append(registration.CSeq);
        writer.EndHeader();
        writer.Header("Max-Forwards"u8, 70);
        writer.BeginHeader("From"u8);
        AppendAor(ref writer, user);
        writer.Append(";tag="u8);
        AppendId(ref writer, registration);
        writer.EndHeader();
        writer.BeginHeader("To"u8);
        AppendAor(ref writer, user);
        writer.EndHeader();
        writer.BeginHeader("Call-ID"u8);
        AppendId(ref writer, registration);
        writer.EndHeader();
        writer.BeginHeader("CSeq"u8);
        writer.Append(registration.CSeq);
        writer.Append(" REGISTER"u8);
        writer.EndHeader();
        writer.BeginHeader("Contact"u8);
        writer.Append("<sip:"u8);
        AppendUser(ref writer, user);
        // The same in every run, so that a user registered before is refreshed and gets no second contact.
        writer.Append("@127.0.0.1:5070>"u8);
        writer.EndHeader();
        writer.Header("Expires"u8, 3600);
        writer.Header("User-Agent"u8, "tandem-load"u8);
        if (registration.CSeq == 2) WriteCredentials(ref writer, registration, user);
        return writer.End();
    }

    // Call-ID, tag and, with the CSeq, branch: number "-" turn "-" run.
    private void AppendId(ref RequestWriter writer, Registration registration)
    {
        writer.Append(registration.Number);
        writer.Append("-"u8);
        writer.Append(registration.Turn);
        writer.Append("-"u8);
        writer.Append(_run);
    }

    private void AppendUser(ref RequestWriter writer, int user)
    {
        writer.Append(_prefix);
        writer.Append(user);
    }

    private void AppendAor(ref RequestWriter writer, int user)
    {
        writer.Append("<sip:"u8);
        AppendUser(ref writer, user);
        writer.Append("@"u8);
        writer.Append(_domain);
        writer.Append(">"u8);
    }

    private void WriteCredentials(ref RequestWriter writer, Registration registration, int user)
    {
        Span<byte> cnonce = stackalloc byte[8];
        registration.Turn.TryFormat(cnonce, out _, "x8", System.Globalization.CultureInfo.InvariantCulture);
        var nonce = registration.Nonce.AsSpan(0, registration.NonceLength);
        Span<byte> response = stackalloc byte[DigestAlgorithms.MaxHexLength];
        response = response[..Respond(secrets.Of(registration.User), nonce, cnonce, response)];
        writer.BeginHeader("Authorization"u8);
        writer.Append("Digest username=\""u8);
        AppendUser(ref writer, user);
        writer.Append("\", realm=\""u8);
        writer.Append(secrets.Realm);
        writer.Append("\", nonce=\""u8);
        writer.Append(nonce);
        writer.Append("\", uri=\""u8);
        writer.Append(_uri);
        writer.Append("\", response=\""u8);
        writer.Append(response);
        writer.Append("\", algorithm="u8);
        writer.Append(options.Algorithm.Name());
        writer.Append(", cnonce=\""u8);
        writer.Append(cnonce);
        writer.Append("\", qop=auth, nc=00000001"u8);
        writer.EndHeader();
    }

    private int Respond(ReadOnlySpan<byte> ha1, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cnonce, Span<byte> hex)
    {
        Span<byte> ha2 = stackalloc byte[DigestAlgorithms.MaxHexLength];
        _hash.Begin(options.Algorithm);
        _hash.Add("REGISTER"u8);
        _hash.Add(_uri);
        ha2 = ha2[.._hash.EndHex(ha2)];
        _hash.Begin(options.Algorithm);
        _hash.Add(ha1);
        _hash.Add(nonce);
        _hash.Add("00000001"u8);
        _hash.Add(cnonce);
        _hash.Add("auth"u8);
        _hash.Add(ha2);
        return _hash.EndHex(hex);
    }
}
