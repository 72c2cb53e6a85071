using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Protection;

namespace Tandem.Switching.Tests.Protection;

public class KnownSourcesTests
{
    private const long Day = 86_400_000;
    private const long Start = 20_000 * Day;
    private readonly KnownSources _known = new();

    [Fact]
    public void A_source_is_known_from_any_port_and_for_its_own_endpoint_only()
    {
        Note("1000", 1, Start);
        Assert.True(_known.IsKnown(NameHash.Of("1000"), Source(1, port: 9999), Start));
        Assert.False(_known.IsKnown(NameHash.Of("1000"), Source(2), Start));
        Assert.False(_known.IsKnown(NameHash.Of("1001"), Source(1), Start));
    }

    [Fact]
    public void The_store_hears_of_a_source_once_a_day()
    {
        Note("1000", 1, Start);
        Note("1000", 1, Start + Day - 1);
        Note("1000", 1, Start + Day);
        var changes = new List<KnownSource>();
        _known.DrainChanges(changes);
        Assert.Equal([20_000, 20_001], changes.Select(c => c.Day));
        changes.Clear();
        _known.DrainChanges(changes);
        Assert.Empty(changes);
    }

    [Fact]
    public void What_is_restored_is_known_and_no_news()
    {
        _known.Restore(new KnownSource("1000", Source(1), 20_000));
        Assert.True(_known.IsKnown(NameHash.Of("1000"), Source(1), Start + 30 * Day));
        Assert.False(_known.IsKnown(NameHash.Of("1000"), Source(1), Start + 31 * Day));
        Note("1000", 1, Start);
        var changes = new List<KnownSource>();
        _known.DrainChanges(changes);
        Assert.Empty(changes);
    }

    [Fact]
    public void A_hundred_thousand_endpoints_are_all_known()
    {
        for (uint i = 0; i < 100_000; i++) Note($"e{i}", i, Start);
        for (uint i = 0; i < 100_000; i++) Assert.True(_known.IsKnown(NameHash.Of($"e{i}"), Source(i), Start));
    }

    [Fact]
    public void A_full_table_forgets_the_oldest_and_keeps_its_size()
    {
        var known = new KnownSources(capacity: 64 * 64);
        for (uint i = 0; i < 50_000; i++) known.Note($"e{i}", NameHash.Of($"e{i}"), Source(i), Start + i * (Day / 1000));
        var recent = Enumerable.Range(49_900, 100).Count(i => known.IsKnown(NameHash.Of($"e{i}"), Source((uint)i), Start + 50 * Day));
        Assert.Equal(100, recent);
    }

    private static IpEndpoint Source(uint address, ushort port = 5060) => IpEndpoint.FromV4(address, port);

    private void Note(string endpoint, uint source, long now) => _known.Note(endpoint, NameHash.Of(endpoint), Source(source), now);
}
