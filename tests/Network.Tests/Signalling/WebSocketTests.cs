using System.Net;
using System.Net.WebSockets;
using System.Text;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;
using Tandem.Testing;

namespace Tandem.Network.Tests.Signalling;

public sealed class WebSocketTests : IAsyncDisposable
{
    private const string Register = "REGISTER sip:example.com SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n";

    private static readonly IpEndpoint Loopback = IpEndpoint.From(IPAddress.Loopback, 0);

    private readonly FakeClock _clock = new();
    private readonly RecordingInbox _inbox = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(20));
    private readonly TemporaryFolder _folder = new();
    private readonly List<IAsyncDisposable> _open = [];

    [Theory]
    [InlineData(WebSocketMessageType.Text)]
    [InlineData(WebSocketMessageType.Binary)]
    public async Task A_message_is_answered_in_the_kind_of_frame_it_came_in(WebSocketMessageType kind)
    {
        var (table, host) = await StartAsync();
        using var phone = await ConnectAsync(host);
        await phone.SendAsync(Encoding.ASCII.GetBytes(Register), kind, true, _patience.Token);

        var (flow, text) = await _inbox.NextAsync();
        Assert.Equal(Register, text);
        Assert.Equal(SipTransport.Ws, flow.Transport);
        Assert.Equal(4, flow.Listener);
        Assert.Equal(Loopback.Address, flow.Remote.Address);
        Assert.True(table.TrySend(flow, "answer"u8));

        Assert.Equal(("answer", kind), await ReadAsync(phone));
    }

    [Fact]
    public async Task A_message_in_many_frames_is_one_message()
    {
        var (_, host) = await StartAsync();
        using var phone = await ConnectAsync(host);
        var message = Register + new string('x', 30_000);
        for (var at = 0; at < message.Length; at += 1000)
        {
            var piece = message.AsSpan(at, Math.Min(1000, message.Length - at));
            var last = at + piece.Length == message.Length;
            await phone.SendAsync(Encoding.ASCII.GetBytes(piece.ToString()), WebSocketMessageType.Text, last, _patience.Token);
        }

        Assert.Equal(message, (await _inbox.NextAsync()).Text);
    }

    [Fact]
    public async Task A_CRLF_keep_alive_is_answered_by_the_connection_itself()
    {
        var (_, host) = await StartAsync();
        using var phone = await ConnectAsync(host);

        await phone.SendAsync("\r\n\r\n"u8.ToArray(), WebSocketMessageType.Text, true, _patience.Token);

        Assert.Equal("\r\n", (await ReadAsync(phone)).Text);
        Assert.Empty(_inbox.Messages);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_ends_the_connection_with_1009()
    {
        var (table, host) = await StartAsync();
        using var phone = await ConnectAsync(host);

        await phone.SendAsync(new byte[70_000], WebSocketMessageType.Binary, true, _patience.Token);

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await CloseStatusAsync(phone));
        await Eventually.Is(() => table.CountOf(ConnectionEnd.BadFraming) == 1);
    }

    [Theory]
    [InlineData("mqtt")]
    [InlineData(null)]
    public async Task Another_subprotocol_is_refused_with_400(string? subprotocol)
    {
        var (table, host) = await StartAsync();
        using var phone = new ClientWebSocket();
        if (subprotocol is not null) phone.Options.AddSubProtocol(subprotocol);
        phone.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => phone.ConnectAsync(Address("ws", host), _patience.Token));

        Assert.Equal(HttpStatusCode.BadRequest, phone.HttpStatusCode);
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public async Task A_plain_HTTP_request_is_refused_with_400()
    {
        var (_, host) = await StartAsync();
        using var http = new HttpClient();

        var answer = await http.GetAsync(Address("http", host), _patience.Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("SIP over WebSocket", await answer.Content.ReadAsStringAsync(_patience.Token));
    }

    [Fact]
    public async Task A_WebSocket_that_the_phone_closes_is_answered_and_told_to_the_shard()
    {
        var (table, host) = await StartAsync();
        using var phone = await ConnectAsync(host);
        await Eventually.Is(() => table.Count == 1);

        await phone.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);

        await Eventually.Is(() => !_inbox.Closed.IsEmpty);
        Assert.Equal(1, table.CountOf(ConnectionEnd.PeerClosed));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public async Task A_WebSocket_that_says_nothing_is_closed_after_its_time()
    {
        var (table, host) = await StartAsync();
        using var phone = await ConnectAsync(host);
        await Eventually.Is(() => table.Count == 1);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1, table.CountOf(ConnectionEnd.FirstMessageTimeout));
        await Assert.ThrowsAsync<WebSocketException>(() => ReadAsync(phone));
    }

    [Fact]
    public async Task A_WebSocket_for_which_there_is_no_room_is_told_to_try_again_later()
    {
        var (_, host) = await StartAsync(new ConnectionOptions { MaxPerSource = 1 });
        using var first = await ConnectAsync(host);
        await first.SendAsync(Encoding.ASCII.GetBytes(Register), WebSocketMessageType.Text, true, _patience.Token);
        await _inbox.NextAsync();
        using var second = await ConnectAsync(host);

        Assert.Equal(1013, (int)(await CloseStatusAsync(second))!);
    }

    [Fact]
    public async Task A_secure_WebSocket_is_a_secure_flow()
    {
        var (certificateFile, keyFile) = SelfSignedCertificate.Ensure(_folder.Path, ["localhost"], _clock.GetUtcNow());
        using var certificate = new TlsCertificate(certificateFile, keyFile, _clock, new RecordingLog());
        var (_, host) = await StartAsync(certificate: certificate);
        using var phone = await ConnectAsync(host, "wss");

        await phone.SendAsync(Encoding.ASCII.GetBytes(Register), WebSocketMessageType.Text, true, _patience.Token);

        Assert.Equal(SipTransport.Wss, (await _inbox.NextAsync()).Flow.Transport);
    }

    [Fact]
    public async Task The_end_of_the_listener_ends_its_WebSockets()
    {
        var (table, host) = await StartAsync();
        using var phone = await ConnectAsync(host);
        await Eventually.Is(() => table.Count == 1);

        await host.DisposeAsync();

        Assert.Equal(1, table.CountOf(ConnectionEnd.ListenerClosed));
        Assert.Equal(0, table.Count);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _open) await open.DisposeAsync();
        _patience.Dispose();
        _folder.Dispose();
    }

    private async Task<(ConnectionTable Table, WebSocketHost Host)> StartAsync(
        ConnectionOptions? options = null, TlsCertificate? certificate = null)
    {
        var table = new ConnectionTable(_inbox, options ?? ConnectionOptions.Default, _clock);
        var host = await WebSocketHost.StartAsync(4, Loopback, table, certificate);
        _open.Add(host);
        return (table, host);
    }

    private static Uri Address(string scheme, WebSocketHost host) => new($"{scheme}://{host.Local}/any/path");

    private async Task<ClientWebSocket> ConnectAsync(WebSocketHost host, string scheme = "ws")
    {
        var phone = new ClientWebSocket();
        phone.Options.AddSubProtocol("sip");
        phone.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        await phone.ConnectAsync(Address(scheme, host), _patience.Token);
        Assert.Equal("sip", phone.SubProtocol);
        return phone;
    }

    private async Task<(string Text, WebSocketMessageType Kind)> ReadAsync(ClientWebSocket phone)
    {
        var buffer = new byte[4096];
        var result = await phone.ReceiveAsync(buffer, _patience.Token);
        return (Encoding.ASCII.GetString(buffer, 0, result.Count), result.MessageType);
    }

    private async Task<WebSocketCloseStatus?> CloseStatusAsync(ClientWebSocket phone)
    {
        var result = await phone.ReceiveAsync(new byte[4096], _patience.Token);
        Assert.Equal(WebSocketMessageType.Close, result.MessageType);
        return result.CloseStatus;
    }
}
