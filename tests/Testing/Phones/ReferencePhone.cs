using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Testing.Phones;

/// <summary>
/// The phone of the reference load: a new Call-ID, tag and branch for each registration, always challenged, one and the
/// same contact. It only writes; who measures delivers.
/// </summary>
/// <param name="number">The number it registers.</param>
/// <param name="password">Its password.</param>
/// <param name="algorithm">The digest algorithm it knows.</param>
public sealed class ReferencePhone(string number, string password, DigestAlgorithm algorithm = DigestAlgorithm.Md5) : IDisposable
{
    private static readonly IpEndpoint Address = IpEndpoint.FromV4(0xC6336407, 5060);

    private readonly DigestHash _hash = new();
    private readonly SipMessage _answer = new();
    private DigestClient? _digest;
    private DeviceStart? _registration;
    private int _registrations;

    /// <summary>What its requests come in on.</summary>
    public static Flow Flow => new(SipTransport.Udp, 0, Address);

    /// <summary>Begins a registration: writes a REGISTER without credentials and returns its length.</summary>
    public int Begin(Span<byte> buffer)
    {
        _registration = new DeviceStart(++_registrations, number, Address, "");
        return Write(buffer, credentials: false);
    }

    /// <summary>Writes the same REGISTER with the credentials that its 401 asks for and returns its length.</summary>
    public int Answer(byte[] challenge, int length, Span<byte> buffer)
    {
        if (SipParser.Parse(challenge, 0, length, _answer, SipLimits.Default) != SipRejection.None || _registration is null
            || !Digest.TakeChallenge(_answer, out _)) throw new ArgumentException("This is no challenge for this phone.", nameof(challenge));
        return Write(buffer, credentials: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private DigestClient Digest
    {
        get
        {
            if (_digest is not null) return _digest;
            _digest = new DigestClient(_hash, number, algorithm);
            _digest.SetPassword(password);
            return _digest;
        }
    }

    private int Write(Span<byte> buffer, bool credentials)
    {
        var writer = new RequestWriter(buffer);
        _registration!.Begin(ref writer);
        _registration.WriteContact(ref writer, 3600);
        if (credentials) Digest.WriteAuthorization(ref writer);
        return writer.End();
    }
}
