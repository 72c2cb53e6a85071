using System.Collections.Immutable;

namespace Tandem.Switching.Accounts;

/// <summary>The objects of one kind by name: one immutable snapshot that a change swaps, so that no reader ever waits.</summary>
/// <typeparam name="T">An immutable object with a name.</typeparam>
/// <param name="nameOf">The name of one.</param>
/// <param name="changed">Told after a swap, on the thread that swapped.</param>
public sealed class ObjectTable<T>(Func<T, string> nameOf, Action changed) where T : class
{
    private ImmutableDictionary<string, T> _all = ImmutableDictionary.Create<string, T>(StringComparer.Ordinal);

    /// <summary>All of them as they stand now; what was read from it does not change any more.</summary>
    public ImmutableDictionary<string, T> All => Volatile.Read(ref _all);

    /// <summary>The one of that name; null when there is none.</summary>
    public T? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Adds one or puts it in the place of the one with its name. One writer at a time.</summary>
    public void Set(T one) => Swap(_all.SetItem(nameOf(one), one));

    /// <summary>Adds many or puts them in the place of those with their names, in one swap. One writer at a time.</summary>
    public void SetAll(IEnumerable<T> many) => Swap(_all.SetItems(many.Select(one => KeyValuePair.Create(nameOf(one), one))));

    /// <summary>Takes the one of that name out. One writer at a time.</summary>
    public void Remove(string name) => Swap(_all.Remove(name));

    private void Swap(ImmutableDictionary<string, T> all)
    {
        if (ReferenceEquals(all, _all)) return;
        Volatile.Write(ref _all, all);
        changed();
    }
}
