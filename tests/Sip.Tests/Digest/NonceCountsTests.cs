using Tandem.Sip.Digest;

namespace Tandem.Sip.Tests.Digest;

public class NonceCountsTests
{
    private const long Now = 1_800_000_000_000;
    private const long Lifetime = 300_000;

    private readonly NonceCounts _counts = new(64);

    [Fact]
    public void A_count_is_accepted_once()
    {
        Assert.Equal(NonceCountVerdict.Accepted, Accept(1, 1));
        Assert.Equal(NonceCountVerdict.Replayed, Accept(1, 1));
        Assert.Equal(NonceCountVerdict.Accepted, Accept(1, 2));
        Assert.Equal(NonceCountVerdict.Replayed, Accept(1, 2));
        Assert.Equal(NonceCountVerdict.Replayed, Accept(1, 1));
    }

    [Fact]
    public void Counts_that_overtook_each_other_are_accepted_within_a_window_of_64()
    {
        Accept(1, 100);
        Assert.Equal(NonceCountVerdict.Accepted, Accept(1, 37));
        Assert.Equal(NonceCountVerdict.Replayed, Accept(1, 37));
        Assert.Equal(NonceCountVerdict.Replayed, Accept(1, 36));
        Assert.Equal(NonceCountVerdict.Accepted, Accept(1, 99));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(63u)]
    [InlineData(64u)]
    [InlineData(65u)]
    [InlineData(uint.MaxValue - 1)]
    public void A_used_count_stays_used_however_far_the_next_one_jumps(uint jump)
    {
        Accept(1, 1);
        Assert.Equal(NonceCountVerdict.Accepted, Accept(1, 1 + jump));
        Assert.Equal(NonceCountVerdict.Replayed, Accept(1, 1));
        Assert.Equal(NonceCountVerdict.Replayed, Accept(1, 1 + jump));
    }

    [Fact]
    public void Nonces_count_apart()
    {
        Assert.Equal(NonceCountVerdict.Accepted, Accept(1, 1));
        Assert.Equal(NonceCountVerdict.Accepted, Accept(2, 1));
        Assert.Equal(2, _counts.Count);
    }

    [Fact]
    public void The_table_agrees_with_a_plain_set_of_everything_ever_used()
    {
        var counts = new NonceCounts(1 << 14);
        var used = new HashSet<(ulong, uint)>();
        var greatest = new Dictionary<ulong, uint>();
        var random = new Random(7616);
        for (var i = 0; i < 200_000; i++)
        {
            var serial = (ulong)random.Next(2000);
            var top = greatest.GetValueOrDefault(serial, 0u);
            var count = (uint)Math.Max(1, (int)top + random.Next(-70, 5));
            var isNew = !used.Contains((serial, count)) && count + 63 >= top;
            var verdict = counts.Accept(new NonceId(Now, serial), count, Now, Lifetime);
            Assert.Equal(isNew ? NonceCountVerdict.Accepted : NonceCountVerdict.Replayed, verdict);
            if (!isNew) continue;
            used.Add((serial, count));
            greatest[serial] = Math.Max(top, count);
        }
        Assert.Equal(greatest.Count, counts.Count);
        Assert.Equal(0, counts.ForgottenEarly);
    }

    [Fact]
    public void Beyond_the_capacity_the_oldest_are_forgotten_and_the_table_does_not_grow()
    {
        for (var i = 0; i < 10_000; i++) Assert.Equal(NonceCountVerdict.Accepted, Accept((ulong)i, 1, Now + i, Now + i));
        Assert.InRange(_counts.Count, 1, 64);
        Assert.Equal(10_000 - _counts.Count, _counts.ForgottenEarly);
    }

    [Fact]
    public void The_youngest_are_all_remembered_when_older_ones_had_to_go()
    {
        var counts = new NonceCounts(4096);
        for (var i = 0; i < 50_000; i++)
        {
            var id = new NonceId(Now + i, (ulong)i);
            Assert.Equal(NonceCountVerdict.Accepted, counts.Accept(id, 1, Now + i, Lifetime));
            if (i % 1000 != 999) continue;
            for (var young = i - 999; young <= i; young++)
            {
                id = new NonceId(Now + young, (ulong)young);
                Assert.Equal(NonceCountVerdict.Replayed, counts.Accept(id, 1, Now + i, Lifetime));
            }
        }
        Assert.InRange(counts.ForgottenEarly, 50_000 - 4096, 50_000);
    }

    [Fact]
    public void Nothing_that_was_used_is_accepted_again_after_it_was_forgotten()
    {
        var random = new Random(4303);
        var used = new HashSet<(NonceId, uint)>();
        for (var i = 0; i < 20_000; i++)
        {
            var now = Now + i * 20;
            var id = new NonceId(now - random.Next(0, (int)Lifetime), (ulong)random.Next(3000));
            var count = (uint)random.Next(1, 4);
            if (_counts.Accept(id, count, now, Lifetime) == NonceCountVerdict.Accepted) Assert.True(used.Add((id, count)));
            // and some of the old ones again, as an attacker would
            if (i % 10 != 0) continue;
            foreach (var (old, oldCount) in used.Where(_ => random.Next(500) == 0))
            {
                Assert.NotEqual(NonceCountVerdict.Accepted, _counts.Accept(old, oldCount, now, Lifetime));
            }
        }
        Assert.InRange(used.Count, 100, 20_000);
        Assert.NotEqual(0, _counts.ForgottenEarly);
    }

    [Theory]
    [InlineData(Lifetime, true)]
    [InlineData(Lifetime - 1, false)]
    public void Expired_nonces_make_room_and_one_tick_earlier_they_are_forgotten_early(long spacing, bool noneEarly)
    {
        UseOnceEach(1000, spacing);
        Assert.Equal(noneEarly, _counts.ForgottenEarly == 0);
        Assert.InRange(_counts.Count, 1, 64);
    }

    [Fact]
    public void A_longer_lifetime_or_a_clock_set_back_makes_no_used_nonce_good_again()
    {
        UseOnceEach(1000, Lifetime);
        for (var i = 0; i < 1000; i++)
        {
            var id = new NonceId(Now + i * Lifetime, (ulong)i);
            Assert.NotEqual(NonceCountVerdict.Accepted, _counts.Accept(id, 1, Now + 1000 * Lifetime, 2000 * Lifetime));
            Assert.NotEqual(NonceCountVerdict.Accepted, _counts.Accept(id, 1, id.IssuedAt, Lifetime));
        }
    }

    [Fact]
    public void A_forgotten_nonce_is_told_apart_from_a_replayed_one()
    {
        UseOnceEach(1000, Lifetime);
        Assert.Equal(NonceCountVerdict.Forgotten, Accept(0, 1));
        Assert.Equal(NonceCountVerdict.Replayed, Accept(999, 1, Now + 999 * Lifetime));
    }

    [Fact]
    public async Task Of_threads_that_send_the_same_counts_one_each_is_believed()
    {
        var counts = new NonceCounts();
        const int Nonces = 5000;
        var accepted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var own = 0;
            for (var i = 0; i < Nonces; i++)
            {
                if (counts.Accept(new NonceId(Now, (ulong)i), 1, Now, Lifetime) == NonceCountVerdict.Accepted) own++;
            }
            return own;
        })));
        Assert.Equal(Nonces, accepted.Sum());
        Assert.Equal(Nonces, counts.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData((1 << 30) + 1)]
    public void A_capacity_out_of_range_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NonceCounts(capacity));

    private NonceCountVerdict Accept(ulong serial, uint count, long issued = Now, long now = Now) =>
        _counts.Accept(new NonceId(issued, serial), count, now, Lifetime);

    private void UseOnceEach(int nonces, long spacing)
    {
        for (var i = 0; i < nonces; i++)
        {
            var now = Now + i * spacing;
            Assert.Equal(NonceCountVerdict.Accepted, Accept((ulong)i, 1, now, now));
        }
    }
}
