using System.Net;
using System.Text;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;
using Tandem.Testing;

namespace Tandem.Network.Tests.Signalling;

public sealed class TcpEndpointTests : IAsyncDisposable
{
    private static readonly IpEndpoint LoopbackV4 = IpEndpoint.From(IPAddress.Loopback, 0);

    private readonly FakeClock _clock = new();
    private readonly RecordingInbox _inbox = new();
    private readonly List<IAsyncDisposable> _open = [];

    [Fact]
    public async Task A_message_arrives_with_its_flow_and_its_answer_goes_back_on_it()
    {
        var (table, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        await phone.SendAsync(SipText.Register(1));

        var (flow, text) = await _inbox.NextAsync();
        Assert.Equal(SipText.Register(1), text);
        Assert.Equal(new Flow(SipTransport.Tcp, 3, phone.Local, flow.Connection), flow);
        Assert.NotEqual(0, flow.Connection);

        Assert.True(table.TrySend(flow, "SIP/2.0 200 OK"u8));
        Assert.Equal("SIP/2.0 200 OK", await phone.ReadAsync(14));
    }

    [Fact]
    public async Task IPv6_works_like_IPv4()
    {
        var (table, endpoint) = Start(local: IpEndpoint.From(IPAddress.IPv6Loopback, 0));
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        await phone.SendAsync(SipText.Register(1));

        var (flow, _) = await _inbox.NextAsync();
        Assert.Equal(phone.Local, flow.Remote);
        Assert.True(table.TrySend(flow, "answer"u8));
        Assert.Equal("answer", await phone.ReadAsync(6));
    }

    [Fact]
    public async Task A_message_in_single_bytes_is_one_message()
    {
        var (_, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);

        foreach (var letter in SipText.Register(1, body: 20)) await phone.SendAsync(letter.ToString());

        Assert.Equal(SipText.Register(1, body: 20), (await _inbox.NextAsync()).Text);
        Assert.Empty(_inbox.Messages);
    }

    [Fact]
    public async Task Pipelined_messages_arrive_one_by_one_in_order_wherever_they_are_cut()
    {
        var (_, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        var all = new StringBuilder();
        for (var i = 0; i < 200; i++) all.Append(SipText.Register(i, body: i * 37 % 9000));

        var seed = new Random(1);
        for (var at = 0; at < all.Length;)
        {
            var piece = Math.Min(seed.Next(1, 20_000), all.Length - at);
            await phone.SendAsync(all.ToString(at, piece));
            at += piece;
        }

        for (var i = 0; i < 200; i++) Assert.Equal(SipText.Register(i, body: i * 37 % 9000), (await _inbox.NextAsync()).Text);
    }

    [Fact]
    public async Task The_longest_message_is_taken_and_a_longer_one_ends_the_connection()
    {
        var (table, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        var head = SipText.Register(1, body: 60_000).Length - 60_000;
        var longest = SipText.Register(1, body: 65_535 - head);
        await phone.SendAsync(longest);
        Assert.Equal(longest, (await _inbox.NextAsync()).Text);

        await phone.SendAsync(SipText.Register(1, body: 65_536 - head)[..1000]);

        Assert.True(await phone.IsClosedAsync());
        Assert.Equal(1, table.CountOf(ConnectionEnd.BadFraming));
    }

    [Fact]
    public async Task A_keep_alive_is_answered_by_the_connection_itself()
    {
        var (_, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);

        await phone.SendAsync("\r\n\r\n");

        Assert.Equal("\r\n", await phone.ReadAsync(2));
        Assert.Empty(_inbox.Messages);
    }

    [Fact]
    public async Task A_message_without_a_length_ends_the_connection()
    {
        var (table, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);

        await phone.SendAsync("REGISTER sip:example.com SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n");

        Assert.True(await phone.IsClosedAsync());
        Assert.Equal(1, table.CountOf(ConnectionEnd.BadFraming));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public async Task The_end_of_a_connection_is_told_after_its_messages()
    {
        var (table, endpoint) = Start();
        using (var phone = await StreamClient.ConnectAsync(endpoint.Local))
        {
            for (var i = 0; i < 50; i++) await phone.SendAsync(SipText.Register(i));
        }

        await Eventually.Is(() => !_inbox.Closed.IsEmpty);
        var flow = Assert.Single(_inbox.Closed);
        Assert.Equal(50, _inbox.MessagesBeforeEnd[flow.Connection]);
        Assert.Equal(1, table.CountOf(ConnectionEnd.PeerClosed));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public async Task A_full_shard_stops_the_reader_and_loses_nothing()
    {
        var (_, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        _inbox.Full = true;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++) await phone.SendAsync(SipText.Register(i, body: 50_000));
        });
        await Eventually.Is(() => _inbox.Offers > 5);
        Assert.False(sending.IsCompleted);

        _inbox.Full = false;

        for (var i = 0; i < 200; i++) Assert.StartsWith($"REGISTER sip:example.com SIP/2.0\r\nCSeq: {i} ", (await _inbox.NextAsync()).Text);
        await sending;
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_closed_when_its_share_of_bytes_is_used_up()
    {
        var (table, endpoint) = Start(new ConnectionOptions { MaxOutput = 100_000 });
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        await phone.SendAsync(SipText.Register(1));
        var (flow, _) = await _inbox.NextAsync();
        var message = new byte[10_000];

        var sent = 0;
        while (table.TrySend(flow, message)) Assert.True(++sent < 10_000);

        Assert.True(sent >= 9);
        Assert.Equal(1, table.CountOf(ConnectionEnd.OutputFull));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public async Task A_connection_that_says_nothing_is_closed_after_its_time()
    {
        var (table, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        await phone.SendAsync("REGISTER sip:");
        await Eventually.Is(() => table.Count == 1);

        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, table.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(0, table.Count);
        Assert.Equal(1, table.CountOf(ConnectionEnd.FirstMessageTimeout));
        Assert.True(await phone.IsClosedAsync());
    }

    [Fact]
    public async Task A_message_sent_byte_by_byte_for_ever_ends_its_connection()
    {
        var (table, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        await phone.SendAsync(SipText.Register(1));
        await _inbox.NextAsync();
        await phone.SendAsync("R");
        await Eventually.Is(() => table.Snapshot()[0].Ages.MessageIsPartial);

        for (var second = 0; second < 9; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await phone.SendAsync("E");
        }
        Assert.Equal(1, table.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, table.CountOf(ConnectionEnd.MessageTimeout));
        Assert.True(await phone.IsClosedAsync());
    }

    [Fact]
    public async Task A_quiet_connection_stays_for_two_hours()
    {
        var (table, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        await phone.SendAsync(SipText.Register(1));
        await _inbox.NextAsync();

        _clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.Equal(1, table.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, table.CountOf(ConnectionEnd.IdleTimeout));
        Assert.True(await phone.IsClosedAsync());
    }

    [Fact]
    public async Task A_source_has_its_share_of_connections_and_gets_it_back()
    {
        var (table, endpoint) = Start(new ConnectionOptions { MaxPerSource = 2 });
        using var first = await StreamClient.ConnectAsync(endpoint.Local);
        using var second = await StreamClient.ConnectAsync(endpoint.Local);
        using (var third = await StreamClient.ConnectAsync(endpoint.Local)) Assert.True(await third.IsClosedAsync());
        Assert.Equal(1, table.CountOf(ConnectionEnd.TooManyFromSource));

        first.Dispose();
        await Eventually.Is(() => table.Count == 1);

        using var fourth = await StreamClient.ConnectAsync(endpoint.Local);
        await fourth.SendAsync(SipText.Register(4));
        Assert.Equal(SipText.Register(4), (await _inbox.NextAsync()).Text);
    }

    [Fact]
    public void The_addresses_of_an_IPv6_subscriber_are_one_source()
    {
        var counts = new SourceCounts();
        counts.Add(IpEndpoint.From(IPAddress.Parse("2001:db8:1:2::1"), 1));

        Assert.Equal(1, counts[IpEndpoint.From(IPAddress.Parse("2001:db8:1:2:ffff::9"), 2)]);
        Assert.Equal(0, counts[IpEndpoint.From(IPAddress.Parse("2001:db8:1:3::1"), 1)]);

        counts.Remove(IpEndpoint.From(IPAddress.Parse("2001:db8:1:2::1"), 1));
        Assert.Equal(0, counts[IpEndpoint.From(IPAddress.Parse("2001:db8:1:2::1"), 1)]);
    }

    [Fact]
    public async Task A_full_table_closes_the_longest_idle_connection_that_never_sent_a_SIP_message()
    {
        var (table, endpoint) = Start(new ConnectionOptions { MaxConnections = 3 });
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        await phone.SendAsync(SipText.Register(1));
        await _inbox.NextAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var idleLonger = await StreamClient.ConnectAsync(endpoint.Local);
        await Eventually.Is(() => table.Count == 2);
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var idle = await StreamClient.ConnectAsync(endpoint.Local);
        await Eventually.Is(() => table.Count == 3);

        using var fresh = await StreamClient.ConnectAsync(endpoint.Local);
        await fresh.SendAsync(SipText.Register(2));

        Assert.Equal(SipText.Register(2), (await _inbox.NextAsync()).Text);
        Assert.True(await idleLonger.IsClosedAsync());
        Assert.Equal(1, table.CountOf(ConnectionEnd.Evicted));
        Assert.Equal(3, table.Count);
    }

    [Fact]
    public async Task A_table_full_of_phones_takes_no_more()
    {
        var (table, endpoint) = Start(new ConnectionOptions { MaxConnections = 1 });
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        await phone.SendAsync(SipText.Register(1));
        await _inbox.NextAsync();

        using var late = await StreamClient.ConnectAsync(endpoint.Local);

        Assert.True(await late.IsClosedAsync());
        Assert.Equal(1, table.CountOf(ConnectionEnd.TooManyConnections));
    }

    [Fact]
    public async Task A_connection_closed_by_the_switch_is_closed_for_the_peer_and_told_to_the_shard()
    {
        var (table, endpoint) = Start();
        using var phone = await StreamClient.ConnectAsync(endpoint.Local);
        await phone.SendAsync(SipText.Register(1));
        var (flow, _) = await _inbox.NextAsync();

        table.Close(flow);

        Assert.True(await phone.IsClosedAsync());
        await Eventually.Is(() => _inbox.Closed.Contains(flow));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _open) await open.DisposeAsync();
    }

    private (ConnectionTable Table, TcpEndpoint Endpoint) Start(ConnectionOptions? options = null, IpEndpoint? local = null)
    {
        var table = new ConnectionTable(_inbox, options ?? ConnectionOptions.Default, _clock);
        var endpoint = new TcpEndpoint(3, local ?? LoopbackV4, table);
        _open.Add(endpoint);
        return (table, endpoint);
    }
}
