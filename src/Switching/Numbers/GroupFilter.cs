using System.Collections.Immutable;

namespace Tandem.Switching.Numbers;

/// <summary>A list of group names that are allowed, or that are denied: number groups or gateway groups. Immutable.</summary>
/// <param name="Names">The groups' names.</param>
/// <param name="Allow">True: only members of one of the groups; false: all but their members.</param>
public sealed record GroupFilter(ImmutableArray<string> Names, bool Allow)
{
    /// <summary>The filter that admits everything.</summary>
    public static readonly GroupFilter Any = new([], false);

    /// <summary>True when what is a member of these groups passes.</summary>
    public bool Admits(ImmutableArray<string> groups)
    {
        if (Names.IsEmpty) return true;
        foreach (var group in groups)
        {
            if (Names.Contains(group)) return Allow;
        }
        return !Allow;
    }

    /// <inheritdoc/>
    public bool Equals(GroupFilter? other) => other is not null && Allow == other.Allow && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Allow, Names.Length, Names.IsEmpty ? null : Names[0]);
}
