using System.Collections;
using System.Runtime.CompilerServices;

namespace Tandem.Switching.Numbers;

/// <summary>
/// Numbers in the order of their characters, a million and more: a reference and a string each, found by halving. An entry
/// that ends in * stands for all numbers that begin with what is before it. Immutable; a change copies the references.
/// </summary>
[CollectionBuilder(typeof(NumberSet), nameof(Of))]
public sealed class NumberSet : IReadOnlyList<string>
{
    /// <summary>The longest number, in characters.</summary>
    public const int MaxNumber = 64;

    /// <summary>The set without numbers.</summary>
    public static readonly NumberSet Empty = new([]);

    private readonly string[] _sorted;

    // Bit n: there is an entry of n characters before its *, so that only these beginnings of a number are looked for.
    private readonly UInt128 _beginnings;

    private NumberSet(string[] sorted)
    {
        _sorted = sorted;
        foreach (var number in sorted)
        {
            if (number.EndsWith('*') && number.Length <= MaxNumber) _beginnings |= UInt128.One << (number.Length - 1);
        }
    }

    /// <inheritdoc/>
    public int Count => _sorted.Length;

    /// <summary>The number at a place of the order.</summary>
    public string this[int index] => _sorted[index];

    /// <summary>The set of these numbers; each counts once.</summary>
    public static NumberSet Of(ReadOnlySpan<string> numbers)
    {
        if (numbers.IsEmpty) return Empty;
        var sorted = numbers.ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        return new NumberSet(Distinct(sorted));
    }

    /// <summary>True when the number itself is an entry.</summary>
    public bool Contains(string number) => Find(number) >= 0;

    /// <summary>True when the number is an entry, or begins with what stands before the * of one.</summary>
    public bool Covers(ReadOnlySpan<char> number)
    {
        if (Find(number) >= 0) return true;
        if (_beginnings == 0) return false;
        Span<char> beginning = stackalloc char[MaxNumber];
        for (var length = Math.Min(number.Length, MaxNumber - 1); length >= 0; length--)
        {
            if ((_beginnings >> length & 1) == 0) continue;
            number[..length].CopyTo(beginning);
            beginning[length] = '*';
            if (Find(beginning[..(length + 1)]) >= 0) return true;
        }
        return false;
    }

    /// <summary>The set with these numbers too; the same set when it has them all.</summary>
    public NumberSet With(IEnumerable<string> numbers)
    {
        var added = numbers.Where(number => !Contains(number)).ToArray();
        if (added.Length == 0) return this;
        Array.Sort(added, StringComparer.Ordinal);
        return new NumberSet(Merge(_sorted, Distinct(added)));
    }

    /// <summary>The set without these numbers; the same set when it has none of them.</summary>
    public NumberSet Without(IEnumerable<string> numbers)
    {
        var places = numbers.Select(number => Find(number)).Where(place => place >= 0).ToHashSet();
        if (places.Count == 0) return this;
        var left = new string[_sorted.Length - places.Count];
        var next = 0;
        for (var i = 0; i < _sorted.Length; i++)
        {
            if (!places.Contains(i)) left[next++] = _sorted[i];
        }
        return left.Length == 0 ? Empty : new NumberSet(left);
    }

    /// <summary>The place of the first number behind <paramref name="number"/>, which need not be there; 0 for null.</summary>
    public int PlaceAfter(string? number)
    {
        if (number is null) return 0;
        var place = Find(number);
        return place >= 0 ? place + 1 : ~place;
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_sorted).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // The place of a number, or the complement of the place where it would stand.
    private int Find(ReadOnlySpan<char> number)
    {
        int low = 0, high = _sorted.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = _sorted[middle].AsSpan().SequenceCompareTo(number);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    private static string[] Distinct(string[] sorted)
    {
        var kept = 1;
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[kept - 1]) sorted[kept++] = sorted[i];
        }
        return kept == sorted.Length ? sorted : sorted[..kept];
    }

    private static string[] Merge(string[] first, string[] second)
    {
        var merged = new string[first.Length + second.Length];
        int i = 0, j = 0, next = 0;
        while (next < merged.Length)
        {
            var takesFirst = j == second.Length || (i < first.Length && string.CompareOrdinal(first[i], second[j]) < 0);
            merged[next++] = takesFirst ? first[i++] : second[j++];
        }
        return merged;
    }
}
