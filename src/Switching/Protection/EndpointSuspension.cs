using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;

namespace Tandem.Switching.Protection;

/// <summary>
/// Suspends endpoints from registering after too many wrong passwords (spec: registration and protection §2). Knows names
/// and sources only, so it works for names that do not exist; its memory is bounded and the oldest is forgotten first,
/// endpoints that are not suspended before those that are. Striped and shared by all shards.
/// </summary>
/// <param name="capacity">How many endpoints are remembered in all.</param>
public sealed class EndpointSuspension(int capacity = 65_536)
{
    private const int StripeCount = 16;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(_ => new Stripe(Math.Max(1, capacity / StripeCount)))];
    private int _remembered;

    /// <summary>How many endpoints are remembered, suspended or not.</summary>
    public int Remembered => Volatile.Read(ref _remembered);

    /// <summary>
    /// The suspension that stops this endpoint from registering from this source; null when none does. One that stops all
    /// but the known sources is given back with <see cref="Suspension.Everyone"/>: the caller knows who is known.
    /// </summary>
    public Suspension? Check(ulong nameHash, in IpEndpoint source, long now)
    {
        if (Remembered == 0) return null;
        var stripe = StripeOf(nameHash);
        lock (stripe) return stripe.Find(nameHash)?.SuspensionFor(source, now);
    }

    /// <summary>Counts a failure. Returns the suspension that it brings about, or null.</summary>
    public Suspension? Fail(ReadOnlySpan<byte> endpoint, ulong nameHash, in IpEndpoint source, string userAgent, long now,
        in SuspensionSettings settings, bool manualUnlock)
    {
        if (!settings.On) return null;
        var stripe = StripeOf(nameHash);
        lock (stripe)
        {
            var failures = stripe.Find(nameHash);
            if (failures is null)
            {
                // A name of 64 characters at most, so that a flood of long names costs no more than one of short ones.
                var name = Encoding.UTF8.GetString(endpoint[..Math.Min(endpoint.Length, NameRules.MaxLength)]);
                failures = new EndpointFailures(name);
                Interlocked.Add(ref _remembered, stripe.Add(nameHash, failures, now));
            }
            var suspension = failures.Fail(source, userAgent, now, settings, manualUnlock);
            if (suspension is not null) stripe.Events.Add(suspension);
            return suspension;
        }
    }

    /// <summary>A success from that source: its failures no longer count.</summary>
    public void Succeed(ulong nameHash, in IpEndpoint source, in SuspensionSettings settings)
    {
        if (Remembered == 0) return;
        var stripe = StripeOf(nameHash);
        lock (stripe) stripe.Find(nameHash)?.Succeed(source, settings.Scope);
    }

    /// <summary>Lifts every suspension of the endpoint and forgets its failures. Returns what was lifted.</summary>
    public IReadOnlyList<Suspension> Clear(string endpoint, string clearedBy, long now)
    {
        var hash = NameHash.Of(endpoint);
        var stripe = StripeOf(hash);
        lock (stripe)
        {
            if (stripe.Find(hash) is not { } failures) return [];
            Interlocked.Add(ref _remembered, -stripe.Remove(hash));
            Suspension[] lifted = [.. failures.Suspensions.Where(s => s.IsInForce(now)).Select(s => s with { ClearedAt = now, ClearedBy = clearedBy })];
            stripe.Events.AddRange(lifted);
            return lifted;
        }
    }

    /// <summary>The suspensions in force, the newest first.</summary>
    public IReadOnlyList<Suspension> InForce(long now)
    {
        var list = new List<Suspension>();
        foreach (var stripe in _stripes)
        {
            lock (stripe) list.AddRange(stripe.All.SelectMany(f => f.Suspensions).Where(s => s.IsInForce(now)));
        }
        list.Sort((a, b) => b.At.CompareTo(a.At));
        return list;
    }

    /// <summary>Takes the suspensions begun and cleared since the last call, for the store.</summary>
    public void DrainEvents(List<Suspension> into)
    {
        foreach (var stripe in _stripes)
        {
            lock (stripe)
            {
                into.AddRange(stripe.Events);
                stripe.Events.Clear();
            }
        }
    }

    /// <summary>Puts a suspension from the store in force again.</summary>
    public void Restore(Suspension suspension)
    {
        var hash = NameHash.Of(suspension.Endpoint);
        var stripe = StripeOf(hash);
        lock (stripe)
        {
            if (stripe.Find(hash) is not { } failures)
            {
                failures = new EndpointFailures(suspension.Endpoint);
                Interlocked.Add(ref _remembered, stripe.Add(hash, failures, suspension.At));
            }
            failures.Restore(suspension);
        }
    }

    private Stripe StripeOf(ulong nameHash) => _stripes[(int)(nameHash >> 60)];

    private sealed class Stripe(int capacity)
    {
        private readonly Dictionary<ulong, LinkedListNode<(ulong Hash, EndpointFailures Failures)>> _byName = [];
        private readonly LinkedList<(ulong Hash, EndpointFailures Failures)> _byAge = [];

        public List<Suspension> Events { get; } = [];

        public IEnumerable<EndpointFailures> All => _byAge.Select(entry => entry.Failures);

        public EndpointFailures? Find(ulong nameHash) => _byName.GetValueOrDefault(nameHash)?.Value.Failures;

        /// <summary>Adds an endpoint; returns by how much the count of remembered ones changed (0 when another gave way).</summary>
        public int Add(ulong nameHash, EndpointFailures failures, long now)
        {
            var forgotten = 0;
            if (_byName.Count >= capacity) forgotten = Remove(Expendable(now).Hash);
            _byName[nameHash] = _byAge.AddLast((nameHash, failures));
            return 1 - forgotten;
        }

        public int Remove(ulong nameHash)
        {
            if (!_byName.Remove(nameHash, out var node)) return 0;
            _byAge.Remove(node);
            return 1;
        }

        // The oldest that is not suspended among the first few; when those are all suspended, the oldest of them.
        private (ulong Hash, EndpointFailures Failures) Expendable(long now)
        {
            const int Looked = 64;
            var node = _byAge.First!;
            for (var i = 0; i < Looked && node is not null; i++, node = node.Next)
            {
                if (!node.Value.Failures.HasSuspension(now)) return node.Value;
            }
            return _byAge.First!.Value;
        }
    }
}
