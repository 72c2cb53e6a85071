using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;

namespace Tandem.Switching.Registration;

/// <summary>
/// Where every registered endpoint can be reached (RFC 3261 §10: the location service). Shared by all shards and split into
/// stripes with a lock each; an endpoint lives in one stripe.
/// </summary>
public sealed class LocationTable
{
    private const int StripeCount = 64;

    private readonly LocationStripe[] _stripes = new LocationStripe[StripeCount];
    private long _lastId;

    /// <summary>An empty table.</summary>
    /// <param name="now">The time from which expiries are counted, in milliseconds since the Unix epoch.</param>
    public LocationTable(long now)
    {
        for (var i = 0; i < _stripes.Length; i++) _stripes[i] = new LocationStripe(now);
    }

    /// <summary>How many bindings there are.</summary>
    public int Count => _stripes.Sum(stripe => stripe.BindingCount);

    /// <summary>How many endpoints have a binding.</summary>
    public int EndpointCount => _stripes.Sum(stripe => stripe.EndpointCount);

    /// <summary>Opens the contacts of one endpoint for reading and changing; dispose it soon, others may wait.</summary>
    public EndpointContacts Open(string endpoint, ulong nameHash) => new(this, StripeOf(nameHash), endpoint, nameHash);

    /// <summary>
    /// Tells the processor that the endpoint's place will be looked at. With a million phones none of it is in a cache, and
    /// what is fetched while the credentials are checked is not waited for afterwards. Changes nothing.
    /// </summary>
    public void Expect(ulong nameHash) => StripeOf(nameHash).Expect(nameHash);

    /// <summary>The same for the binding itself, some time after <see cref="Expect"/>.</summary>
    public void ExpectBinding(ulong nameHash) => StripeOf(nameHash).ExpectBinding(nameHash);

    /// <summary>The bindings of one endpoint as they stand now, the oldest first.</summary>
    public List<BindingRecord> Find(string endpoint)
    {
        using var contacts = Open(endpoint, NameHash.Of(endpoint));
        var records = new List<BindingRecord>();
        for (var binding = contacts.First; binding is not null; binding = binding.Next) records.Add(BindingRecord.Of(binding));
        return records;
    }

    /// <summary>True when the endpoint has a binding whose REGISTER came from that address (any port).</summary>
    public bool IsBoundFrom(string endpoint, ulong nameHash, in IpEndpoint source)
    {
        using var contacts = Open(endpoint, nameHash);
        for (var binding = contacts.First; binding is not null; binding = binding.Next)
        {
            if (binding.Flow.Remote.Address == source.Address) return true;
        }
        return false;
    }

    /// <summary>Removes all bindings of an endpoint. Returns how many there were.</summary>
    public int RemoveAll(string endpoint)
    {
        using var contacts = Open(endpoint, NameHash.Of(endpoint));
        var removed = 0;
        while (contacts.First is { } binding)
        {
            contacts.Remove(binding);
            removed++;
        }
        return removed;
    }

    /// <summary>
    /// Visits every binding, stripe by stripe; each stripe is copied under its lock, so the visitor may take its time.
    /// </summary>
    public IEnumerable<BindingRecord> All() => _stripes.SelectMany(stripe => stripe.Copy());

    /// <summary>
    /// Ends the bindings whose time is over in one part of the table; the parts together cover it. Returns how many ended.
    /// </summary>
    public int Expire(int part, int parts, long now)
    {
        var expired = 0;
        for (var i = part; i < _stripes.Length; i += parts) expired += _stripes[i].Expire(now);
        return expired;
    }

    /// <summary>Marks the bindings that came over a connection which is now gone. Returns how many there were.</summary>
    public int MarkOffline(string endpoint, in Flow gone)
    {
        using var contacts = Open(endpoint, NameHash.Of(endpoint));
        var marked = 0;
        for (var binding = contacts.First; binding is not null; binding = binding.Next)
        {
            if (binding.Flow.Connection != gone.Connection) continue;
            binding.Offline = true;
            marked++;
        }
        return marked;
    }

    /// <summary>
    /// Takes what has changed since the last call: bindings to keep and numbers of bindings to forget. Each binding is
    /// listed once however often it was refreshed, so the lists never outgrow the table.
    /// </summary>
    public void DrainChanges(List<BindingRecord> keep, List<long> forget)
    {
        foreach (var stripe in _stripes) stripe.DrainChanges(keep, forget);
    }

    /// <summary>
    /// Fills the table from the store before the first request. The bindings' connections are gone, so those of streams
    /// are offline until the phone registers again. See <see cref="BindingRules.StoreSlack"/> for the expiry.
    /// </summary>
    public void Restore(BindingRecord record)
    {
        _lastId = Math.Max(_lastId, record.Id);
        var hash = NameHash.Of(record.Endpoint);
        StripeOf(hash).Restore(record, hash);
    }

    internal long NextId() => Interlocked.Increment(ref _lastId);

    private LocationStripe StripeOf(ulong nameHash) => _stripes[(int)(nameHash >> 58)];
}
