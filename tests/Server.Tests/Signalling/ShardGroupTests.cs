using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Network.Signalling;
using Tandem.Server.Signalling;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.UserAgent;
using Tandem.Testing;

namespace Tandem.Server.Tests.Signalling;

/// <summary>Three shards on one listener over real sockets.</summary>
public sealed class ShardGroupTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TestShards _switch = new(3);
    private readonly ShardGroup _shards;
    private readonly Listeners _listeners;

    public ShardGroupTests()
    {
        _shards = _switch.Group;
        _listeners = new Listeners(_shards, _shards.Connections, () => throw new InvalidOperationException("No TLS here."));
    }

    public async ValueTask DisposeAsync()
    {
        await _listeners.DisposeAsync();
        _switch.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_request_is_handled_by_the_shard_of_its_tag_whatever_socket_it_came_in_on(int home)
    {
        var listener = await Listen(SipTransport.Udp);
        var forwarded = 0;
        // The kernel chooses the socket by the source's port: of some sources most reach another shard than that of the mark.
        for (var source = 1; source <= 12; source++)
        {
            using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            await phone.SendAsync(Options($"tm{home:x2}aaaaaaaaaaaaaa"), listener);
            var answer = await phone.ReceiveAsync().WaitAsync(Patience);
            Assert.Equal(listener, answer.RemoteEndPoint);
            Assert.StartsWith("SIP/2.0 ", Encoding.ASCII.GetString(answer.Buffer));
            forwarded = await Settled(source);
        }
        Assert.Equal(12, _shards.Shards[home].Counters.Requests(SipMethod.Options));
        Assert.InRange(forwarded, 1, 12);
    }

    [Fact]
    public async Task A_mark_of_a_shard_that_there_is_not_keeps_a_request_where_it_came_in()
    {
        var listener = await Listen(SipTransport.Udp);
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await phone.SendAsync(Options("tm77aaaaaaaaaaaaaa"), listener);
        await phone.ReceiveAsync().WaitAsync(Patience);
        Assert.Equal(0, await Settled(1));
    }

    [Fact]
    public async Task A_request_over_tcp_is_answered_on_its_connection_by_another_shard()
    {
        var listener = await Listen(SipTransport.Tcp);
        using var phone = new TcpClient();
        await phone.ConnectAsync(listener);
        // The first connection is of shard 1.
        await phone.GetStream().WriteAsync(Options("tm02aaaaaaaaaaaaaa"));
        var answer = new byte["SIP/2.0 ".Length];
        await phone.GetStream().ReadExactlyAsync(answer).AsTask().WaitAsync(Patience);
        Assert.Equal("SIP/2.0 ", Encoding.ASCII.GetString(answer));
        await Eventually.Is(() => _shards.Shards[2].Counters.Requests(SipMethod.Options) == 1);
        Assert.Equal(1, _shards.Shards[1].Counters.Forwarded);
    }

    [Fact]
    public async Task A_CANCEL_goes_where_its_INVITE_went()
    {
        var listener = await Listen(SipTransport.Tcp);
        using var phone = new TcpClient();
        await phone.ConnectAsync(listener);
        var branch = $"z9hG4bK{Guid.NewGuid():n}";
        // An INVITE that takes the place of a dialog belongs to that dialog's shard; its CANCEL tells nothing of the dialog.
        await phone.GetStream().WriteAsync(Request("INVITE", branch, "Replaces: x;to-tag=tm02aaaaaaaaaaaaaa;from-tag=y\r\n"));
        await phone.GetStream().WriteAsync(Request("CANCEL", branch, ""));
        await Eventually.Is(() => _shards.Shards[1].Counters.Forwarded == 2);
        await phone.GetStream().WriteAsync(Request("CANCEL", $"z9hG4bK{Guid.NewGuid():n}", ""));
        await phone.GetStream().WriteAsync(Options("unmarked"));
        await Eventually.Is(() => _shards.Shards[1].Counters.Requests(SipMethod.Options) == 1);
        Assert.Equal(2, _shards.Shards[1].Counters.Forwarded);
    }

    [Fact]
    public void Of_forwarded_INVITEs_the_latest_are_known_and_a_forwarded_CANCEL_follows_once()
    {
        var invites = new ForwardedInvites();
        for (var i = 0; i <= ForwardedInvites.Capacity; i++) invites.Note(Request("INVITE", $"z9hG4bK{i}", ""), i % 7);
        invites.Note(Request("BYE", "z9hG4bKbye", ""), 1);
        Assert.Equal(HomeShard.None, invites.ShardOf(Request("CANCEL", "z9hG4bK0", "")));
        Assert.Equal(HomeShard.None, invites.ShardOf(Request("CANCEL", "z9hG4bKbye", "")));
        Assert.Equal(HomeShard.None, invites.ShardOf(Request("ACK", "z9hG4bK9", "")));
        Assert.Equal(2, invites.ShardOf(Request("CANCEL", "z9hG4bK9", "")));
        Assert.Equal(2, invites.TakeShardOf(Request("CANCEL", "z9hG4bK9", "")));
        Assert.Equal(HomeShard.None, invites.TakeShardOf(Request("CANCEL", "z9hG4bK9", "")));
    }

    [Fact]
    public async Task Every_shard_hears_that_a_connection_has_gone()
    {
        var listener = await Listen(SipTransport.Tcp);
        var machines = await AddMachines();
        using (var phone = new TcpClient())
        {
            await phone.ConnectAsync(listener);
            await phone.GetStream().WriteAsync(Options("unmarked"));
            await phone.GetStream().ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience);
        }
        foreach (var machine in machines) await Eventually.Is(() => machine.Failed.Count == 1);
        Assert.All(machines, m => Assert.Equal(SipTransport.Tcp, m.Failed[0].Transport));
    }

    [Fact]
    public async Task A_shard_hears_that_it_cannot_be_connected_to_a_peer()
    {
        var machines = await AddMachines();
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var peer = IpEndpoint.From(IPAddress.Loopback, ((IPEndPoint)closed.LocalEndpoint).Port);
        closed.Stop();
        await SendFrom(0, new Flow(SipTransport.Tcp, 0, peer));
        await Eventually.Is(() => machines[0].Failed.Count == 1);
        Assert.Equal(peer, machines[0].Failed[0].Remote);
    }

    [Theory]
    [InlineData(SipTransport.Udp)]
    [InlineData(SipTransport.Ws)]
    public async Task A_shard_hears_at_once_that_a_message_has_no_way_out(SipTransport transport)
    {
        var machines = await AddMachines();
        var gone = new Flow(transport, 9, IpEndpoint.From(IPAddress.Loopback, 5060), 77);
        await SendFrom(1, gone);
        await Eventually.Is(() => machines[1].Failed.Count == 1);
        Assert.Equal(gone, machines[1].Failed[0]);
        Assert.Empty(machines[0].Failed);
    }

    [Fact]
    public async Task A_timer_fires_when_it_is_due_though_nothing_comes_in()
    {
        var machine = (await AddMachines())[0];
        foreach (var delay in new[] { 30, 250 })
        {
            var due = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + delay;
            await _shards.Shards[0].InvokeAsync(() => machine.NextTimer = due);
            await Eventually.Is(() => machine.FiredAt >= due);
            // A busy machine may be late by much; the grain itself is 10 ms.
            Assert.InRange(machine.FiredAt - due, 0, 2000);
        }
    }

    [Fact]
    public async Task A_machine_at_fault_costs_neither_the_shard_nor_the_other_machines_their_time()
    {
        var shard = _shards.Shards[0];
        var faulty = new Machine { Faulty = true };
        await shard.InvokeAsync(() => shard.Add(faulty));
        var sound = (await AddMachines())[0];
        await shard.InvokeAsync(() => faulty.NextTimer = sound.NextTimer = 1);
        await Eventually.Is(() => sound.FiredAt > 0 && shard.Counters.Faults == 1);
    }

    [Fact]
    public void Forwarded_messages_are_bounded_without_holding_up_connections()
    {
        var inbox = new ShardInbox(() => { });
        var accepted = 0;
        while (inbox.TryForward(default, [], 65_000, 0)) accepted++;
        Assert.Equal(ShardInbox.MaxForwardedBytes / 65_000, accepted);
        Assert.True(inbox.TryPost(default, [], 65_000, 0));
        Assert.True(inbox.TryTake(out _));
        Assert.True(inbox.TryForward(default, [], 65_000, 0));
    }

    private async Task<IPEndPoint> Listen(SipTransport transport)
    {
        Assert.Empty(await _listeners.ApplyAsync([new SipListen(transport, IpEndpoint.From(IPAddress.Loopback, 0), 0)]));
        return _listeners.Open[0].Local.ToIPEndPoint();
    }

    private async Task<Machine[]> AddMachines()
    {
        Machine[] machines = [.. _shards.Shards.Select(_ => new Machine())];
        for (var i = 0; i < machines.Length; i++)
        {
            var (shard, machine) = (_shards.Shards[i], machines[i]);
            await shard.InvokeAsync(() => shard.Add(machine));
        }
        return machines;
    }

    private Task SendFrom(int shard, Flow flow) => _shards.Shards[shard].InvokeAsync(() =>
    {
        Options("x").CopyTo(_shards.Shards[shard].Outbox.Reserve(flow));
        _shards.Shards[shard].Outbox.Send(flow, Options("x").Length);
    });

    // Counters are written a moment after the answer is.
    private async Task<int> Settled(int requests)
    {
        await Eventually.Is(() => _shards.Shards.Sum(s => s.Counters.Requests(SipMethod.Options)) == requests);
        return (int)_shards.Shards.Sum(s => s.Counters.Forwarded);
    }

    private static byte[] Request(string method, string branch, string headers) => Encoding.ASCII.GetBytes(
        $"{method} sip:1001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch={branch};rport\r\nMax-Forwards: 70\r\nFrom: <sip:alice@example.com>;tag=1\r\n"
            + $"To: <sip:bob@example.com>\r\nCall-ID: a\r\nCSeq: 1 {method}\r\n{headers}Content-Length: 0\r\n\r\n");

    private static byte[] Options(string toTag) => Encoding.ASCII.GetBytes(
        $"""
        OPTIONS sip:1001@127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK{Guid.NewGuid():n};rport
        Max-Forwards: 70
        From: <sip:alice@example.com>;tag=1
        To: <sip:bob@example.com>;tag={toTag}
        Call-ID: {Guid.NewGuid():n}
        CSeq: 1 OPTIONS
        Content-Length: 0


        """.ReplaceLineEndings("\r\n"));

    private sealed class Machine : IShardMachine
    {
        private readonly List<Flow> _failed = [];
        private long _next = long.MaxValue;
        private long _firedAt;

        public bool Faulty { get; init; }

        public long NextTimer
        {
            get => _next;
            set => _next = value;
        }

        public long FiredAt => Volatile.Read(ref _firedAt);

        public IReadOnlyList<Flow> Failed
        {
            get
            {
                lock (_failed) return [.. _failed];
            }
        }

        public void OnTimer(long now)
        {
            _next = long.MaxValue;
            if (Faulty) throw new InvalidOperationException("A fault.");
            Volatile.Write(ref _firedAt, now);
        }

        public void ConnectionFailed(in Flow flow, long now)
        {
            lock (_failed) _failed.Add(flow);
        }
    }
}
