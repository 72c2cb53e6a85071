using System.Collections.Immutable;

namespace Tandem.Switching.Numbers;

/// <summary>A list of number prefixes that are allowed, or that are denied. Immutable.</summary>
/// <param name="Prefixes">The prefixes, digits and the signs that numbers may have.</param>
/// <param name="Allow">True: only numbers with one of the prefixes; false: all numbers but those.</param>
public sealed record PrefixList(ImmutableArray<string> Prefixes, bool Allow)
{
    /// <summary>The list that admits every number.</summary>
    public static readonly PrefixList Any = new([], false);

    /// <summary>True when the list lets the number pass; a list without prefixes lets all pass.</summary>
    public bool Admits(string number)
    {
        if (Prefixes.IsEmpty) return true;
        foreach (var prefix in Prefixes)
        {
            if (number.StartsWith(prefix, StringComparison.Ordinal)) return Allow;
        }
        return !Allow;
    }

    /// <inheritdoc/>
    public bool Equals(PrefixList? other) => other is not null && Allow == other.Allow && Prefixes.AsSpan().SequenceEqual(other.Prefixes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Allow, Prefixes.Length, Prefixes.IsEmpty ? null : Prefixes[0]);
}
