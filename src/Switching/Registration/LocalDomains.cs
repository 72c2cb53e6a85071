using System.Text;

namespace Tandem.Switching.Registration;

/// <summary>
/// The names under which this switch is addressed: its listening addresses and SS_SIP_DOMAINS. Decides whether a domain is
/// ours and which realm a challenge carries. Immutable; a change of listeners makes a new one.
/// </summary>
public sealed class LocalDomains
{
    private readonly byte[][] _listenerRealms;
    private readonly byte[][] _addresses;

    /// <summary>The names of a set of listeners.</summary>
    /// <param name="listenerRealms">By listener index: its address, or the machine's name when it listens on every address.</param>
    /// <param name="addresses">Every address and name under which the machine is reached.</param>
    public LocalDomains(IReadOnlyList<string> listenerRealms, IEnumerable<string> addresses)
    {
        _listenerRealms = [.. listenerRealms.Select(Encoding.ASCII.GetBytes)];
        _addresses = [.. addresses.Select(a => Encoding.ASCII.GetBytes(a.ToLowerInvariant()))];
    }

    /// <summary>True when phones may register in that domain.</summary>
    public bool IsOurs(ReadOnlySpan<byte> host, RegistrarSettings settings) =>
        settings.Domains.Length == 0 || Find(settings.Domains, host) is not null || Find(_addresses, host) is not null;

    /// <summary>
    /// The realm of a challenge: the configured one, else the request's domain when it is listed as ours, else the
    /// listening address. Never taken from the request itself, so nobody can make us hash for a realm of their choice.
    /// </summary>
    public byte[] RealmFor(ReadOnlySpan<byte> host, int listener, RegistrarSettings settings)
    {
        if (settings.Realm.Length > 0) return settings.Realm;
        return Find(settings.Domains, host) ?? _listenerRealms[Math.Min(listener, _listenerRealms.Length - 1)];
    }

    private static byte[]? Find(byte[][] names, ReadOnlySpan<byte> host)
    {
        if (host.Length > 2 && host[0] == '[') host = host[1..^1];
        foreach (var name in names)
        {
            if (Ascii.EqualsIgnoreCase(name, host)) return name;
        }
        return null;
    }
}
