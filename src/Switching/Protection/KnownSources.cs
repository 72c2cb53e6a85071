using System.Buffers.Binary;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;

namespace Tandem.Switching.Protection;

/// <summary>
/// The addresses from which each endpoint has authenticated in the last 30 days: those that a suspension of the endpoint
/// by others does not stop. Striped and shared by all shards; 16 bytes an entry, which is a keyed hash of both and a day.
/// </summary>
/// <param name="capacity">The most entries kept in all; beyond it the one not seen longest in its neighbourhood gives way.</param>
public sealed class KnownSources(int capacity = 4_194_304)
{
    /// <summary>For how many days a source stays known.</summary>
    public const int Days = 30;

    private const int StripeCount = 64;
    private const int UsualChanges = 64;
    private const long DayMilliseconds = 86_400_000;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(_ => new Stripe(capacity / StripeCount))];

    /// <summary>True when two times are of one day, so that a source noted at the first is no news at the second.</summary>
    public static bool AreOneDay(long first, long second) => first / DayMilliseconds == second / DayMilliseconds;

    /// <summary>Notes that the endpoint has authenticated from that address.</summary>
    public void Note(string endpoint, ulong nameHash, in IpEndpoint source, long now)
    {
        var day = (int)(now / DayMilliseconds);
        var stripe = StripeOf(nameHash);
        lock (stripe)
        {
            if (stripe.Touch(KeyOf(nameHash, source), day)) stripe.Changes.Add(new KnownSource(endpoint, source.WithPort(0), day));
        }
    }

    /// <summary>True when the endpoint has authenticated from that address in the last 30 days.</summary>
    public bool IsKnown(ulong nameHash, in IpEndpoint source, long now)
    {
        var stripe = StripeOf(nameHash);
        lock (stripe) return stripe.DayOf(KeyOf(nameHash, source)) >= now / DayMilliseconds - Days;
    }

    /// <summary>Fills the table from the store.</summary>
    public void Restore(in KnownSource known)
    {
        var hash = NameHash.Of(known.Endpoint);
        var stripe = StripeOf(hash);
        lock (stripe) stripe.Touch(KeyOf(hash, known.Address), known.Day);
    }

    /// <summary>Takes what has changed since the last call: at most one entry a day for each endpoint and address.</summary>
    public void DrainChanges(List<KnownSource> into)
    {
        foreach (var stripe in _stripes)
        {
            lock (stripe)
            {
                into.AddRange(stripe.Changes);
                stripe.Changes.Clear();
                // After a wave of phones the room it took is given back.
                if (stripe.Changes.Capacity > UsualChanges) stripe.Changes.Capacity = UsualChanges;
            }
        }
    }

    private Stripe StripeOf(ulong nameHash) => _stripes[(int)(nameHash >> 58)];

    // The name's hash is a secret of this run (NameHash), so nobody can look for an address that falls together with another.
    private static ulong KeyOf(ulong nameHash, in IpEndpoint source)
    {
        Span<byte> address = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(address, source.Address);
        return SipHash.Hash64(address, nameHash, ~nameHash);
    }

    private struct Entry
    {
        public ulong Key;
        public int Day;
    }

    private sealed class Stripe(int capacity)
    {
        // A full table is searched no further than this; the oldest entry seen on the way is the one that gives way.
        private const int MaxProbes = 32;

        private Entry[] _entries = new Entry[16];
        private int _count;

        public List<KnownSource> Changes { get; } = [];

        public int DayOf(ulong key)
        {
            ref var entry = ref Find(key, out var found);
            return found ? entry.Day : -1;
        }

        /// <summary>True when this is news for the store.</summary>
        public bool Touch(ulong key, int day)
        {
            ref var entry = ref Find(key, out var found);
            if (found && entry.Day >= day) return false;
            // Growing also when the probes found no free slot: only a table that may not grow lets an old entry give way.
            while (!found && (entry.Day != 0 || (_count + 1) * 4 > _entries.Length * 3) && _entries.Length < capacity)
            {
                Grow();
                entry = ref Find(key, out _);
            }
            if (entry.Day == 0) _count++;
            entry = new Entry { Key = key, Day = day };
            return true;
        }

        private ref Entry Find(ulong key, out bool found)
        {
            var mask = _entries.Length - 1;
            var slot = (int)key & mask;
            var oldest = slot;
            for (var probe = 0; probe < MaxProbes; probe++, slot = (slot + 1) & mask)
            {
                ref var entry = ref _entries[slot];
                found = entry.Key == key && entry.Day != 0;
                if (found || entry.Day == 0) return ref entry;
                if (entry.Day < _entries[oldest].Day) oldest = slot;
            }
            found = false;
            return ref _entries[oldest];
        }

        private void Grow()
        {
            var old = _entries;
            _entries = new Entry[old.Length * 2];
            _count = 0;
            foreach (var entry in old)
            {
                if (entry.Day != 0) Touch(entry.Key, entry.Day);
            }
        }
    }
}
