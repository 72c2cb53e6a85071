using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;
using Tandem.Testing;

namespace Tandem.Network.Tests.Signalling;

public sealed class ListenersTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new();
    private readonly RecordingInbox _inbox = new();
    private readonly TemporaryFolder _folder = new();
    private readonly TwoShards _shards = new();
    private readonly ConnectionTable _table;
    private readonly Listeners _listeners;
    private int _certificatesAsked;

    public ListenersTests()
    {
        _table = new ConnectionTable(_inbox, ConnectionOptions.Default, _clock);
        _listeners = new Listeners(_shards, _table, Certificate);
    }

    [Fact]
    public async Task Every_transport_is_opened_and_tells_where_it_listens()
    {
        Assert.Empty(await ApplyAsync("udp:127.0.0.1:0 tcp:127.0.0.1:0 tls:127.0.0.1:0 ws:127.0.0.1:0 wss:127.0.0.1:0"));

        Assert.Equal(
            [SipTransport.Udp, SipTransport.Tcp, SipTransport.Tls, SipTransport.Ws, SipTransport.Wss],
            _listeners.Open.Select(open => open.Listen.Transport));
        Assert.Equal(5, _listeners.Open.Select(open => open.Index).Distinct().Count());
        Assert.All(_listeners.Open, open => Assert.NotEqual(0, open.Local.Port));
        Assert.Equal($"udp:{_listeners.Open[0].Local}", _listeners.Open[0].ToString());
        using var phone = await StreamClient.ConnectTlsAsync(_listeners.Open[2].Local);
        await phone.SendAsync(SipText.Register(1));
        Assert.Equal(_listeners.Open[2].Index, (await _inbox.NextAsync()).Flow.Listener);
    }

    [Fact]
    public async Task A_UDP_listener_is_a_socket_in_every_shard_on_one_address()
    {
        await ApplyAsync("udp:127.0.0.1:0");

        var open = Assert.Single(_listeners.Open);
        Assert.Equal([open.Local, open.Local], _shards.Open[open.Index].Select(endpoint => endpoint.Local));

        await ApplyAsync("");
        Assert.Empty(_shards.Open);
    }

    [Fact]
    public async Task A_listener_without_an_address_takes_both_families()
    {
        Assert.Empty(await ApplyAsync("tcp:0"));

        Assert.Equal(["0.0.0.0", "::"], _listeners.Open.Select(open => open.Local.AddressText));
    }

    [Fact]
    public async Task A_listener_that_stays_keeps_its_index_its_port_and_its_connections()
    {
        await ApplyAsync("tcp:127.0.0.1:0");
        var before = Assert.Single(_listeners.Open);
        using var phone = await StreamClient.ConnectAsync(before.Local);
        await phone.SendAsync(SipText.Register(1));
        await _inbox.NextAsync();

        await ApplyAsync("udp:127.0.0.1:0 tcp:127.0.0.1:0");

        Assert.Same(before, _listeners.Find(before.Index));
        Assert.Equal(2, _listeners.Open.Count);
        await phone.SendAsync(SipText.Register(2));
        Assert.Equal(SipText.Register(2), (await _inbox.NextAsync()).Text);
    }

    [Fact]
    public async Task A_listener_that_goes_takes_its_connections_along_and_others_live_on()
    {
        await ApplyAsync("tcp:127.0.0.1:0 tls:127.0.0.1:0 ws:127.0.0.1:0");
        var tcp = _listeners.Open[0];
        using var leaving = await StreamClient.ConnectAsync(tcp.Local);
        using var staying = await StreamClient.ConnectTlsAsync(_listeners.Open[1].Local);
        await Eventually.Is(() => _table.Count == 2);

        await ApplyAsync("tls:127.0.0.1:0");

        Assert.True(await leaving.IsClosedAsync());
        await staying.SendAsync(SipText.Register(1));
        Assert.Equal(SipText.Register(1), (await _inbox.NextAsync()).Text);
        Assert.Null(_listeners.Find(tcp.Index));
        await Assert.ThrowsAsync<SocketException>(() => StreamClient.ConnectAsync(tcp.Local));
    }

    [Fact]
    public async Task The_same_port_can_be_opened_again_at_once_and_gets_another_index()
    {
        await ApplyAsync("tcp:127.0.0.1:0");
        var first = Assert.Single(_listeners.Open);
        using (var phone = await StreamClient.ConnectAsync(first.Local)) await Eventually.Is(() => _table.Count == 1);

        await ApplyAsync("");
        Assert.Empty(await ApplyAsync($"tcp:{first.Local}"));

        Assert.Equal(first.Local, _listeners.Open[0].Local);
        Assert.NotEqual(first.Index, _listeners.Open[0].Index);
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("ws")]
    public async Task An_address_of_another_program_is_told_and_the_rest_is_opened(string transport)
    {
        using var other = transport == "udp"
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Even one that offers to share: it would take half of our phones.
        if (transport == "udp") other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (transport != "udp") other.Listen();
        var taken = $"{transport}:{other.LocalEndPoint}";

        var errors = await ApplyAsync($"{taken} tcp:127.0.0.1:0");

        Assert.Equal([$"{taken}: the address is in use by another program"], errors);
        Assert.Equal(SipTransport.Tcp, Assert.Single(_listeners.Open).Listen.Transport);
    }

    [Fact]
    public async Task What_could_not_be_opened_is_tried_again_by_the_next_change()
    {
        var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var wanted = $"tcp:{other.LocalEndPoint}";
        Assert.Single(await ApplyAsync(wanted));

        other.Dispose();

        Assert.Empty(await ApplyAsync(wanted));
        Assert.Single(_listeners.Open);
    }

    [Fact]
    public async Task Two_listeners_of_ours_on_one_address_are_told_by_name()
    {
        await ApplyAsync("tcp:127.0.0.1:0");
        var tcp = _listeners.Open[0];

        var errors = await ApplyAsync($"tcp:127.0.0.1:0 tls:{tcp.Local}");

        Assert.Equal([$"tls:{tcp.Local}: the address is in use by our listener {tcp}"], errors);
    }

    [Fact]
    public async Task An_address_that_is_not_ours_is_told()
    {
        Assert.Equal(["udp:192.0.2.77:5060: this machine has no such address"], await ApplyAsync("udp:192.0.2.77:5060"));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_told()
    {
        await using var broken = new Listeners(_shards, _table, () => throw new CryptographicException("no key in it"));
        SipListen.TryParse("tls:127.0.0.1:0", out var listen, out _);

        var error = Assert.Single(await broken.ApplyAsync([listen]));

        Assert.Equal("tls:127.0.0.1:0: the TLS certificate cannot be used: no key in it", error);
    }

    [Fact]
    public async Task Without_TLS_no_certificate_is_asked_for()
    {
        await ApplyAsync("udp:127.0.0.1:0 tcp:127.0.0.1:0 ws:127.0.0.1:0");

        Assert.Equal(0, _certificatesAsked);
    }

    public async ValueTask DisposeAsync()
    {
        await _listeners.DisposeAsync();
        _table.Dispose();
        _folder.Dispose();
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(string list)
    {
        Assert.True(SipListen.TryParseList(list, out var wanted, out var error), error);
        return await _listeners.ApplyAsync(wanted);
    }

    private TlsCertificate Certificate()
    {
        _certificatesAsked++;
        var (certificateFile, keyFile) = SelfSignedCertificate.Ensure(_folder.Path, ["localhost"], _clock.GetUtcNow());
        return new TlsCertificate(certificateFile, keyFile, _clock, new RecordingLog());
    }

    private sealed class TwoShards : IUdpShards
    {
        internal Dictionary<ushort, UdpEndpoint[]> Open { get; } = [];

        public Task OpenAsync(ushort listener, IpEndpoint local)
        {
            Open.Add(listener, [UdpEndpoint.Open(listener, local, UdpOptions.Default), UdpEndpoint.Open(listener, local, UdpOptions.Default)]);
            return Task.CompletedTask;
        }

        public Task CloseAsync(ushort listener)
        {
            Open.Remove(listener, out var endpoints);
            foreach (var endpoint in endpoints!) endpoint.Dispose();
            return Task.CompletedTask;
        }
    }
}
