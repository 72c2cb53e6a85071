using System.Text;
using Tandem.Sip.Digest;

namespace Tandem.Load;

/// <summary>The users' HA1 (RFC 7616 §3.4.2), computed once for all in one array, so that a digest costs two hashes.</summary>
internal sealed class UserSecrets
{
    private readonly LoadOptions _options;
    private readonly int _length;
    private readonly byte[] _hex;
    private byte[] _realm = [];

    public UserSecrets(LoadOptions options)
    {
        _options = options;
        _length = options.Algorithm.HexLength();
        _hex = new byte[(long)options.Users * _length];
    }

    /// <summary>The realm that they are for.</summary>
    public ReadOnlySpan<byte> Realm => _realm;

    /// <summary>HA1 of a user in hex.</summary>
    public ReadOnlySpan<byte> Of(int user) => _hex.AsSpan(user * _length, _length);

    /// <summary>Computes them for a realm, when it is another one than before.</summary>
    public void Use(ReadOnlySpan<byte> realm)
    {
        if (realm.SequenceEqual(_realm)) return;
        _realm = realm.ToArray();
        var password = Encoding.UTF8.GetBytes(_options.Password);
        Parallel.For(0, _options.Users, user =>
        {
            var name = Encoding.ASCII.GetBytes($"{_options.Prefix}{_options.FirstUser + user}");
            DigestHash.Ha1(_options.Algorithm, name, _realm, password, _hex.AsSpan(user * _length, _length));
        });
    }
}
