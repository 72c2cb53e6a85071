using System.Text;
using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Tandem.Sip.Digest;

namespace Tandem.Switching.Accounts;

/// <summary>
/// The hash under which every table of the switch finds an endpoint's name; computed once a request. Keyed with a number
/// drawn at start, so that an attacker cannot choose names that fall together.
/// </summary>
public static class NameHash
{
    private static readonly ulong Key0 = Draw();
    private static readonly ulong Key1 = Draw();

    /// <summary>The hash of the name as it stands in a message.</summary>
    public static ulong Of(ReadOnlySpan<byte> name) => SipHash.Hash64(name, Key0, Key1);

    /// <summary>The same hash for the same name held as text; the name is ASCII (<see cref="NameRules"/>).</summary>
    public static ulong Of(string name)
    {
        Span<byte> ascii = stackalloc byte[NameRules.MaxLength];
        if (name.Length > ascii.Length) ascii = new byte[name.Length];
        var length = Encoding.ASCII.GetBytes(name, ascii);
        return Of(ascii[..length]);
    }

    private static ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return MemoryMarshal.Read<ulong>(bytes);
    }
}
