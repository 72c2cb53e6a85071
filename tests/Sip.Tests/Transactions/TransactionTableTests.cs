using System.Text;
using Tandem.Sip.Flows;
using Tandem.Sip.Transactions;

namespace Tandem.Sip.Tests.Transactions;

public class TransactionTableTests
{
    private const long Now = 1_800_000_000_000;
    private const int TimerJ = 32_000;
    private const int Capacity = 1 << 20;

    private static readonly Flow Udp = new(SipTransport.Udp, 3, IpEndpoint.FromV4(0xC0000207, 5062));

    private readonly TransactionTable _table = new(TransactionTimers.Default, Capacity);

    [Fact]
    public void A_retransmitted_request_gets_the_stored_answer_on_the_flow_of_the_first()
    {
        Assert.False(_table.TryGetAnswer(Key(1), Now, out _, out _));
        _table.Complete(Key(1), "SIP/2.0 200 OK"u8, Udp, Now);
        _table.Complete(Key(2), "SIP/2.0 401 Unauthorized"u8, Udp with { Listener = 4 }, Now);

        Assert.Equal("SIP/2.0 200 OK", Answer(1, Now + 500));
        Assert.Equal("SIP/2.0 200 OK", Answer(1, Now + 1500));
        Assert.True(_table.TryGetAnswer(Key(2), Now, out var answer, out var flow));
        Assert.Equal("SIP/2.0 401 Unauthorized", Encoding.UTF8.GetString(answer));
        Assert.Equal(Udp with { Listener = 4 }, flow);
        Assert.Null(Answer(3, Now));
    }

    [Fact]
    public void An_answer_is_kept_until_the_tick_of_timer_J()
    {
        _table.Complete(Key(1), "200"u8, Udp, Now);
        Assert.Equal("200", Answer(1, Now + TimerJ - 1));
        Assert.Null(Answer(1, Now + TimerJ));

        _table.Expire(Now + TimerJ - 1);
        Assert.Equal(1, _table.Count);
        _table.Expire(Now + TimerJ);
        Assert.Equal(0, _table.Count);
        Assert.Equal(0, _table.ForgottenEarly);
    }

    [Theory]
    [InlineData(SipTransport.Tcp)]
    [InlineData(SipTransport.Tls)]
    [InlineData(SipTransport.Ws)]
    [InlineData(SipTransport.Wss)]
    public void Over_a_reliable_transport_nothing_is_kept(SipTransport transport)
    {
        _table.Complete(Key(1), "200"u8, Udp with { Transport = transport, Connection = 9 }, Now);
        Assert.Equal(0, _table.Count);
        Assert.Null(Answer(1, Now));
    }

    [Fact]
    public void A_second_final_answer_to_one_request_is_discarded()
    {
        _table.Complete(Key(1), "200"u8, Udp, Now);
        _table.Complete(Key(1), "500"u8, Udp, Now + 1);
        Assert.Equal("200", Answer(1, Now + 2));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void After_timer_J_the_same_request_is_a_new_transaction()
    {
        _table.Complete(Key(1), "200"u8, Udp, Now);
        _table.Complete(Key(1), "401"u8, Udp, Now + TimerJ);
        Assert.Equal("401", Answer(1, Now + TimerJ));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void A_clock_that_is_set_back_loses_no_answer_that_is_kept_and_keeps_none_for_ever()
    {
        const int Hour = 3_600_000;
        _table.Complete(Key(1), "ahead"u8, Udp, Now + Hour);
        _table.Complete(Key(2), "behind"u8, Udp, Now);
        Assert.Equal("ahead", Answer(1, Now));
        Assert.Equal("behind", Answer(2, Now));
        Assert.Null(Answer(2, Now + TimerJ));

        // Behind the first one the second is still there; its request may begin anew, and stays when the old one goes.
        _table.Complete(Key(2), "again"u8, Udp, Now + Hour + TimerJ - 1);
        Assert.Equal(3, _table.Count);
        _table.Expire(Now + Hour + TimerJ);
        Assert.Equal(1, _table.Count);
        Assert.Equal("again", Answer(2, Now + Hour + TimerJ));
    }

    [Fact]
    public void At_the_capacity_the_oldest_transactions_are_forgotten_early_and_counted()
    {
        var answer = new byte[1000];
        for (var i = 0; i < 5000; i++)
        {
            _table.Complete(Key(i), answer, Udp, Now);
            Assert.NotNull(Answer(i, Now));
        }
        Assert.InRange(_table.Count, 1, Capacity / 1000);
        Assert.Equal(5000 - _table.Count, _table.ForgottenEarly);
        Assert.Null(Answer(0, Now));
    }

    [Fact]
    public void The_youngest_are_all_there_when_older_ones_had_to_go()
    {
        var table = new TransactionTable(TransactionTimers.Default, 3 * Capacity);
        var answer = new byte[1000];
        for (var i = 0; i < 20_000; i++) table.Complete(Key(i), answer, Udp, Now);
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Equal(i >= 20_000 - table.Count, table.TryGetAnswer(Key(i), Now, out _, out _));
        }
        Assert.InRange(table.Count, 2 * Capacity / 1100, 3 * Capacity / 1000);
    }

    [Fact]
    public void Answers_that_fill_the_room_to_the_last_byte_overwrite_none_that_is_kept()
    {
        // One of these lengths divides the room without a rest, whatever stands beside an answer.
        for (var length = 800; length <= 1024; length += 8)
        {
            var table = new TransactionTable(TransactionTimers.Default, 2 * Capacity);
            for (var i = 0; i < 6000; i++) table.Complete(Key(i), Numbered(i, length), Udp, Now);
            Assert.NotEqual(0, table.ForgottenEarly);
            for (var i = 6000 - table.Count; i < 6000; i++)
            {
                Assert.True(table.TryGetAnswer(Key(i), Now, out var answer, out _));
                Assert.True(answer.SequenceEqual(Numbered(i, length)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_table_agrees_with_a_plain_dictionary_over_a_long_day(int megabytes)
    {
        var table = new TransactionTable(TransactionTimers.Default, megabytes << 20);
        var model = new Dictionary<int, (byte[] Answer, long Expiry)>();
        var random = new Random(3261 + megabytes);
        var now = Now;
        for (var i = 0; i < 30_000; i++)
        {
            now += random.Next(0, 40);
            var number = random.Next(0, 3000);
            var known = model.TryGetValue(number, out var kept) && now < kept.Expiry;
            var found = table.TryGetAnswer(Key(number), now, out var answer, out _);
            // What was forgotten early is the one thing the table may not know.
            if (!found && known && table.ForgottenEarly > 0) known = false;
            Assert.Equal(known, found);
            if (found) Assert.True(answer.SequenceEqual(kept.Answer));
            if (found) continue;
            var fresh = new byte[random.Next(10) == 0 ? random.Next(1, IOutbox.MaxMessageLength + 1) : random.Next(1, 900)];
            random.NextBytes(fresh);
            table.Complete(Key(number), fresh, Udp, now);
            model[number] = (fresh, now + TimerJ);
        }
        table.Expire(now + TimerJ);
        Assert.Equal(0, table.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(IOutbox.MaxMessageLength + 1)]
    public void An_answer_that_is_no_message_is_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _table.Complete(Key(1), new byte[length], Udp, Now));

    [Fact]
    public void A_capacity_below_one_MiB_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransactionTable(TransactionTimers.Default, Capacity - 1));

    [Fact]
    public void A_table_that_has_its_size_allocates_nothing_however_much_it_may_take()
    {
        var table = new TransactionTable(TransactionTimers.Default);
        var answer = new byte[450];
        var now = Now;
        for (var i = 0; i < 20_000; i++) Turn(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 20_000; i < 40_000; i++) Turn(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turn(int i)
        {
            now += 20;
            table.TryGetAnswer(Key(i), now, out _, out _);
            table.Complete(Key(i), answer, Udp, now);
            table.TryGetAnswer(Key(i), now, out _, out _);
        }
    }

    private static byte[] Numbered(int number, int length)
    {
        var answer = new byte[length];
        answer.AsSpan().Fill((byte)number);
        BitConverter.TryWriteBytes(answer, number);
        return answer;
    }

    private string? Answer(int number, long now) =>
        _table.TryGetAnswer(Key(number), now, out var answer, out _) ? Encoding.UTF8.GetString(answer) : null;

    // Neighbouring slots for some, so that entries move when one goes.
    private static TransactionKey Key(int number) => new((ulong)number, (ulong)(number / 4) * 0x9E3779B97F4A7C15);
}
