using System.Collections.Immutable;

namespace Tandem.Switching.Numbers;

/// <summary>Pairs of a caller's and a callee's prefix that are allowed, or that are denied. Immutable.</summary>
/// <param name="Pairs">The pairs; an empty prefix stands for every number.</param>
/// <param name="Allow">True: only calls that one of the pairs fits; false: all calls but those.</param>
public sealed record PairList(ImmutableArray<(string Caller, string Callee)> Pairs, bool Allow)
{
    /// <summary>The list that admits every call.</summary>
    public static readonly PairList Any = new([], false);

    /// <summary>True when the list lets a call of these numbers pass; the pair is the one that decided, "" when none fits.</summary>
    public bool Admits(string caller, string callee, out string pair)
    {
        pair = "";
        if (Pairs.IsEmpty) return true;
        foreach (var (from, to) in Pairs)
        {
            if (!caller.StartsWith(from, StringComparison.Ordinal) || !callee.StartsWith(to, StringComparison.Ordinal)) continue;
            pair = $"{Star(from)}:{Star(to)}";
            return Allow;
        }
        return !Allow;
    }

    /// <summary>A prefix as it is written.</summary>
    public static string Star(string prefix) => prefix.Length == 0 ? "*" : prefix;

    /// <inheritdoc/>
    public bool Equals(PairList? other) => other is not null && Allow == other.Allow && Pairs.AsSpan().SequenceEqual(other.Pairs.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Allow, Pairs.Length, Pairs.IsEmpty ? default : Pairs[0]);
}
