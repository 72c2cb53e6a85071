using System.Buffers;

namespace Tandem.Sip.Messages;

/// <summary>Finds parameters by name, in any order and case. RFC 3261 §7.3.1.</summary>
public static class Parameters
{
    /// <summary>What ends a value that is not quoted.</summary>
    internal static readonly SearchValues<byte> ValueEnds = SearchValues.Create(";, \t\r\n\"<>"u8);

    /// <summary>Finds the first parameter of a name.</summary>
    /// <param name="parameters">The text from the first semicolon on, or nothing.</param>
    /// <param name="name">The name, in any case.</param>
    /// <param name="value">The value without its quotes, escapes untouched; empty when the parameter has none.</param>
    public static bool TryGet(ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var walk = new ParameterEnumerator(parameters);
        while (walk.MoveNext())
        {
            if (!Grammar.EqualsIgnoreCase(walk.Name, name)) continue;
            value = walk.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>True when the whole text is parameters.</summary>
    public static bool AreWellFormed(ReadOnlySpan<byte> parameters)
    {
        var walk = new ParameterEnumerator(parameters);
        while (walk.MoveNext())
        {
        }
        return !walk.IsMalformed;
    }
}
