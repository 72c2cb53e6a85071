using System.Collections.Concurrent;
using System.Text;

namespace Tandem.Switching.Registration;

/// <summary>
/// The User-Agent texts of bindings, each held once: a million phones are of a few hundred models. Only endpoints that have
/// authenticated add to it, and beyond the bound a text is simply not shared.
/// </summary>
public sealed class UserAgentNames
{
    /// <summary>How much of a User-Agent is kept, in characters.</summary>
    public const int MaxLength = 128;

    private const int MaxShared = 16_384;

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <summary>An empty table.</summary>
    public UserAgentNames() => _bySpan = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text, as the same object for the same bytes.</summary>
    public string Share(ReadOnlySpan<byte> userAgent)
    {
        if (userAgent.IsEmpty) return "";
        Span<char> chars = stackalloc char[MaxLength];
        var length = Decode(userAgent, chars);
        if (_bySpan.TryGetValue(chars[..length], out var shared)) return shared;
        var text = new string(chars[..length]);
        return _names.Count < MaxShared ? _names.GetOrAdd(text, text) : text;
    }

    /// <summary>The text as an object of its own, for what is rare.</summary>
    public static string Text(ReadOnlySpan<byte> userAgent)
    {
        Span<char> chars = stackalloc char[MaxLength];
        return new string(chars[..Decode(userAgent, chars)]);
    }

    private static int Decode(ReadOnlySpan<byte> userAgent, Span<char> chars) =>
        Encoding.UTF8.GetChars(userAgent[..Math.Min(userAgent.Length, MaxLength)], chars);
}
