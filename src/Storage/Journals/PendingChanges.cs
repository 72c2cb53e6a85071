using Tandem.Switching.Protection;
using Tandem.Switching.Registration;

namespace Tandem.Storage.Journals;

/// <summary>
/// What the store does not have yet, each object once in its latest state. While the store cannot be written this holds
/// everything, and it stays bounded: bindings and known sources by the tables they come from, suspensions by a limit.
/// </summary>
/// <param name="highestStored">The greatest number of a binding in the store; 0 when there is none.</param>
internal sealed class PendingChanges(long highestStored)
{
    /// <summary>An attack can bring about suspensions without end; those beyond this many that wait are counted, not kept.</summary>
    public const int MaxSuspensions = 100_000;

    private readonly Dictionary<long, BindingRecord> _keep = [];
    private readonly HashSet<long> _forget = [];
    private readonly Dictionary<(string Endpoint, long At, string Source), Suspension> _suspensions = [];
    private readonly Dictionary<(string Endpoint, UInt128 Address), KnownSource> _knownSources = [];
    private long _highestStored = highestStored;

    // The numbers of the bindings that wait, in order: rows that lie beside each other on the disk are written together.
    private long[] _order = [];
    private int _copied;

    /// <summary>How many changes wait.</summary>
    public int Count => _keep.Count + _forget.Count + _suspensions.Count + _knownSources.Count;

    /// <summary>How many suspensions were not kept because too many waited.</summary>
    public long Lost { get; private set; }

    /// <summary>Adds later changes to the ones that wait.</summary>
    public void Merge(JournalBatch later)
    {
        _order = [];
        foreach (var binding in later.Keep) _keep[binding.Id] = binding;
        foreach (var id in later.Forget)
        {
            _keep.Remove(id);
            // Numbers rise, so what has come since the last write was never stored and needs no deleting.
            if (id <= _highestStored) _forget.Add(id);
        }
        foreach (var suspension in later.Suspensions) Merge(suspension);
        foreach (var known in later.KnownSources) _knownSources[(known.Endpoint, known.Address.Address)] = known;
    }

    /// <summary>Copies the next of the changes that wait into an empty batch; they wait on until they are confirmed.</summary>
    public void Copy(JournalBatch into, int most)
    {
        if (_order.Length == 0) Order();
        while (into.Count < most && _copied < _order.Length) into.Keep.Add(_keep[_order[_copied++]]);
        Fill(into.Forget, _forget, most - into.Count);
        Fill(into.Suspensions, _suspensions.Values, most - into.Count);
        Fill(into.KnownSources, _knownSources.Values, most - into.Count);
    }

    /// <summary>Lets go of what is now stored; nothing was merged since it was copied.</summary>
    public void Confirm(JournalBatch stored)
    {
        foreach (var binding in stored.Keep)
        {
            _keep.Remove(binding.Id);
            _highestStored = Math.Max(_highestStored, binding.Id);
        }
        foreach (var id in stored.Forget) _forget.Remove(id);
        foreach (var suspension in stored.Suspensions) _suspensions.Remove(KeyOf(suspension));
        foreach (var known in stored.KnownSources) _knownSources.Remove((known.Endpoint, known.Address.Address));
        Trim(_keep);
        Trim(_knownSources);
    }

    private void Order()
    {
        _order = [.. _keep.Keys];
        Array.Sort(_order);
        _copied = 0;
    }

    private void Merge(Suspension suspension)
    {
        if (_suspensions.Count < MaxSuspensions || _suspensions.ContainsKey(KeyOf(suspension))) _suspensions[KeyOf(suspension)] = suspension;
        else Lost++;
    }

    private static (string, long, string) KeyOf(Suspension suspension) => (suspension.Endpoint, suspension.At, suspension.Source);

    // After a rush or a failure the room of a million changes is given back.
    private static void Trim<TKey, TValue>(Dictionary<TKey, TValue> emptied) where TKey : notnull
    {
        const int UsualRoom = 65_536;
        if (emptied.Count == 0 && emptied.EnsureCapacity(0) > UsualRoom) emptied.TrimExcess();
    }

    private static void Fill<T>(List<T> list, IEnumerable<T> from, int most)
    {
        if (most > 0) list.AddRange(from.Take(most));
    }
}
