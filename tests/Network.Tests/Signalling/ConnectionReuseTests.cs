using System.Net;
using System.Net.Sockets;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;
using Tandem.Testing;

namespace Tandem.Network.Tests.Signalling;

public sealed class ConnectionReuseTests : IAsyncDisposable
{
    private static readonly IpEndpoint Loopback = IpEndpoint.From(IPAddress.Loopback, 0);

    private readonly FakeClock _clock = new();
    private readonly RecordingInbox _inbox = new();
    private readonly ConnectionTable _table;
    private readonly TcpEndpoint _endpoint;
    private readonly Socket _gateway = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IpEndpoint _gatewayAddress;

    public ConnectionReuseTests()
    {
        _table = new ConnectionTable(_inbox, new ConnectionOptions { MaxConnecting = 1 }, _clock);
        _endpoint = new TcpEndpoint(0, Loopback, _table);
        _gateway.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _gateway.Listen();
        _gatewayAddress = Loopback.WithPort((ushort)((IPEndPoint)_gateway.LocalEndPoint!).Port);
    }

    [Fact]
    public async Task A_request_without_a_connection_opens_one_and_the_next_uses_it()
    {
        var flow = new Flow(SipTransport.Tcp, 0, _gatewayAddress);
        Assert.True(_table.TrySend(flow, "first"u8));
        using var accepted = StreamClient.Over(await _gateway.AcceptAsync());
        Assert.Equal("first", await accepted.ReadAsync(5));

        Assert.True(_table.TrySend(flow, "second"u8));

        Assert.Equal("second", await accepted.ReadAsync(6));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public async Task What_comes_on_a_connection_of_ours_is_delivered()
    {
        _table.TrySend(new Flow(SipTransport.Tcp, 5, _gatewayAddress), "x"u8);
        using var accepted = StreamClient.Over(await _gateway.AcceptAsync());

        await accepted.SendAsync(SipText.Register(1));

        var (flow, text) = await _inbox.NextAsync();
        Assert.Equal(SipText.Register(1), text);
        Assert.Equal(_gatewayAddress, flow.Remote);
        Assert.Equal(5, flow.Listener);
    }

    [Fact]
    public async Task An_answer_whose_connection_has_gone_goes_to_the_same_place_on_a_new_one()
    {
        var gone = new Flow(SipTransport.Tcp, 0, _gatewayAddress, Connection: 999);

        Assert.True(_table.TrySend(gone, "answer"u8));

        using var accepted = StreamClient.Over(await _gateway.AcceptAsync());
        Assert.Equal("answer", await accepted.ReadAsync(6));
    }

    [Fact]
    public async Task A_connection_with_the_alias_parameter_is_used_for_requests_to_the_port_of_its_Via()
    {
        using var peer = await StreamClient.ConnectAsync(_endpoint.Local);
        await peer.SendAsync(SipText.Register(1));
        var (flow, _) = await _inbox.NextAsync();
        _table.MarkAlias(flow, 5060);

        Assert.True(_table.TrySend(new Flow(SipTransport.Tcp, 0, peer.Local.WithPort(5060)), "request"u8));

        Assert.Equal("request", await peer.ReadAsync(7));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public async Task An_alias_cannot_be_taken_from_an_open_connection()
    {
        using var owner = await StreamClient.ConnectAsync(_endpoint.Local);
        await owner.SendAsync(SipText.Register(1));
        var (ownersFlow, _) = await _inbox.NextAsync();
        _table.MarkAlias(ownersFlow, 5060);
        using var thief = await StreamClient.ConnectAsync(_endpoint.Local);
        await thief.SendAsync(SipText.Register(2));
        _table.MarkAlias((await _inbox.NextAsync()).Flow, 5060);

        Assert.True(_table.TrySend(new Flow(SipTransport.Tcp, 0, owner.Local.WithPort(5060)), "request"u8));

        Assert.Equal("request", await owner.ReadAsync(7));
    }

    [Fact]
    public async Task The_alias_of_a_closed_connection_is_forgotten()
    {
        var port = _gatewayAddress.Port;
        using (var peer = await StreamClient.ConnectAsync(_endpoint.Local))
        {
            await peer.SendAsync(SipText.Register(1));
            _table.MarkAlias((await _inbox.NextAsync()).Flow, port);
        }
        await Eventually.Is(() => _table.Count == 0);

        Assert.True(_table.TrySend(new Flow(SipTransport.Tcp, 0, _gatewayAddress), "request"u8));

        using var accepted = StreamClient.Over(await _gateway.AcceptAsync());
        Assert.Equal("request", await accepted.ReadAsync(7));
    }

    [Fact]
    public async Task A_connection_that_cannot_be_opened_is_told_to_the_shard_by_its_remote_address()
    {
        _gateway.Dispose();

        Assert.True(_table.TrySend(new Flow(SipTransport.Tcp, 0, _gatewayAddress), "request"u8));

        await Eventually.Is(() => !_inbox.Closed.IsEmpty);
        Assert.Equal(_gatewayAddress, Assert.Single(_inbox.Closed).Remote);
        Assert.Equal(1, _table.CountOf(ConnectionEnd.ConnectFailed));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public async Task A_TLS_peer_that_never_shakes_hands_is_given_up_after_its_time_and_bounds_the_next()
    {
        var flow = new Flow(SipTransport.Tls, 0, _gatewayAddress);
        Assert.True(_table.TrySend(flow, "request"u8));
        using var accepted = StreamClient.Over(await _gateway.AcceptAsync());
        Assert.False(_table.TrySend(new Flow(SipTransport.Tls, 0, _gatewayAddress.WithPort(1)), "one too many"u8));

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(1, _table.CountOf(ConnectionEnd.ConnectTimeout));
        await Eventually.Is(() => !_inbox.Closed.IsEmpty);
        Assert.True(await accepted.IsClosedAsync());
    }

    [Theory]
    [InlineData(SipTransport.Ws)]
    [InlineData(SipTransport.Wss)]
    public void A_WebSocket_is_never_opened_by_us(SipTransport transport)
    {
        Assert.False(_table.TrySend(new Flow(transport, 0, _gatewayAddress, Connection: 999), "answer"u8));
        Assert.Equal(0, _table.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _table.Dispose();
        _gateway.Dispose();
    }
}
