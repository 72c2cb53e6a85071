using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;

namespace Tandem.Switching.Tests.Registration;

public class LocationTableTests
{
    private const long Start = 1_800_000_000_000;
    private readonly LocationTable _table = new(Start);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_agrees_with_a_plain_dictionary_whatever_happens(int seed)
    {
        var random = new Random(seed);
        var model = new Dictionary<string, long>();
        var now = Start;
        for (var step = 0; step < 20_000; step++)
        {
            now += random.Next(2000);
            // The wheel turns once a second; what is over is taken out in the second that follows.
            foreach (var (gone, _) in model.Where(m => m.Value / 1000 < now / 1000).ToList()) model.Remove(gone);
            _table.Expire(0, 1, now);
            var endpoint = $"e{random.Next(300)}";
            switch (random.Next(3))
            {
                case 0:
                    _table.RemoveAll(endpoint);
                    model.Remove(endpoint);
                    break;
                default:
                    model[endpoint] = now + random.Next(1, 9_000_000);
                    Bind(endpoint, now, model[endpoint]);
                    break;
            }
            Assert.Equal(model.Count, _table.Count);
            Assert.Equal(model.Count, _table.EndpointCount);
        }
        Assert.Equal(model.OrderBy(m => m.Key), _table.All().ToDictionary(b => b.Endpoint, b => b.ExpiresAt).OrderBy(m => m.Key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(604_800)]
    public void A_binding_expires_in_its_second_however_far_away(int seconds)
    {
        Bind("1000", Start, Start + seconds * 1000L);
        for (var now = Start; now < Start + seconds * 1000L; now += Math.Max(1000, seconds * 1000L / 1000)) Assert.Equal(0, _table.Expire(0, 1, now));
        Assert.Equal(0, _table.Expire(0, 1, Start + seconds * 1000L - 1));
        Assert.Equal(1, _table.Expire(0, 1, Start + seconds * 1000L + 1000));
    }

    [Fact]
    public void A_refresh_to_a_sooner_end_is_kept()
    {
        Bind("1000", Start, Start + 3_600_000);
        Bind("1000", Start + 1000, Start + 61_000);
        Assert.Equal(0, _table.Expire(0, 1, Start + 60_999));
        Assert.Equal(1, _table.Expire(0, 1, Start + 62_000));
    }

    [Fact]
    public void The_parts_of_the_shards_cover_the_table()
    {
        for (var i = 0; i < 1000; i++) Bind($"e{i}", Start, Start + 1000);
        var expired = Enumerable.Range(0, 3).Sum(part => _table.Expire(part, 3, Start + 2000));
        Assert.Equal(1000, expired);
    }

    [Fact]
    public void The_store_hears_of_a_new_binding_and_not_of_each_refresh()
    {
        Bind("1000", Start, Start + 3_600_000);
        Assert.Equal((1, 0), Drain());
        Bind("1000", Start + 360_000, Start + 360_000 + 3_600_000);
        Assert.Equal((0, 0), Drain());
        Bind("1000", Start + 360_001, Start + 360_001 + 3_600_000);
        Assert.Equal((1, 0), Drain());
        Bind("1000", Start + 360_002, Start + 360_002 + 3_600_000, port: 40_000);
        Assert.Equal((1, 0), Drain());
        _table.RemoveAll("1000");
        Assert.Equal((0, 1), Drain());
    }

    [Fact]
    public void What_is_restored_lives_at_least_as_long_as_it_was_granted()
    {
        Bind("1000", Start, Start + 3_600_000);
        var keep = new List<BindingRecord>();
        _table.DrainChanges(keep, []);
        Bind("1000", Start + 360_000, Start + 360_000 + 3_600_000);

        var again = new LocationTable(Start);
        foreach (var record in keep) again.Restore(record);
        Assert.Equal(0, again.Expire(0, 1, Start + 360_000 + 3_600_000 - 1));
        Assert.Equal(1, again.Expire(0, 1, Start + 360_000 + 3_600_000 + 1000));
    }

    [Fact]
    public void A_restored_binding_keeps_every_field_and_a_streams_is_offline()
    {
        Bind("1000", Start, Start + 3_600_000, SipTransport.Tls);
        var keep = new List<BindingRecord>();
        _table.DrainChanges(keep, []);
        var again = new LocationTable(Start);
        again.Restore(Assert.Single(keep));
        var restored = Assert.Single(again.Find("1000"));
        Assert.Equal(keep[0] with { ExpiresAt = keep[0].ExpiresAt + 360_000, Offline = true }, restored);
        Assert.Equal(BindingState.Offline, restored.StateAt(Start));
        var nothing = new List<BindingRecord>();
        again.DrainChanges(nothing, []);
        Assert.Empty(nothing);
    }

    [Theory]
    [InlineData(0, BindingState.Registered)]
    [InlineData(3_239_999, BindingState.Registered)]
    [InlineData(3_240_000, BindingState.Expiring)]
    [InlineData(3_599_999, BindingState.Expiring)]
    [InlineData(3_600_000, BindingState.Expired)]
    public void The_state_follows_the_time_that_is_left(long after, BindingState state)
    {
        Bind("1000", Start, Start + 3_600_000);
        Assert.Equal(state, Assert.Single(_table.Find("1000")).StateAt(Start + after));
    }

    [Fact]
    public void Many_threads_change_different_endpoints_at_once()
    {
        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                Bind($"t{thread}-{i % 100}", Start + i, Start + i + 60_000);
                if (i % 7 == 0) _table.RemoveAll($"t{thread}-{i % 100}");
            }
            for (var i = 0; i < 100; i++) Bind($"t{thread}-{i}", Start, Start + 60_000);
        });
        Assert.Equal(800, _table.Count);
        Assert.Equal(800, _table.EndpointCount);
    }

    private (int Kept, int Forgotten) Drain()
    {
        var keep = new List<BindingRecord>();
        var forget = new List<long>();
        _table.DrainChanges(keep, forget);
        return (keep.Count, forget.Count);
    }

    private void Bind(string endpoint, long now, long expiresAt, SipTransport transport = SipTransport.Udp, ushort port = 5060)
    {
        using var contacts = _table.Open(endpoint, NameHash.Of(endpoint));
        var draft = new BindingDraft
        {
            Contact = Encoding.ASCII.GetBytes($"sip:{endpoint}@198.51.100.7"),
            Instance = "<urn:uuid:1>"u8,
            Path = "<sip:edge.example;lr>"u8,
            RegId = 1,
            CallIdHash = now,
            CSeq = 1,
            Q = 700,
            UserAgent = "TestPhone/1",
            Flow = new Flow(transport, 0, IpEndpoint.FromV4(0xC6336407, port)),
            Now = now,
            ExpiresAt = expiresAt,
        };
        if (contacts.First is { } known) contacts.Refresh(known, draft);
        else contacts.Add(draft);
    }
}
