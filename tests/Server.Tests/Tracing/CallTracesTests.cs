using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Network.Dns;
using Tandem.Server.Tests.Signalling;
using Tandem.Server.Tracing;
using Tandem.Sip.Flows;
using Tandem.Switching.Parameters;
using Tandem.Testing;

namespace Tandem.Server.Tests.Tracing;

public sealed class CallTracesTests : IDisposable
{
    private static readonly IpEndpoint Local = IpEndpoint.FromV4(0xC0000201, 5060);
    private static readonly Flow Phone = new(SipTransport.Udp, 0, IpEndpoint.FromV4(0xC6336407, 5060));

    private readonly TestShards _shards = new(2);
    private readonly CurrentParameters _parameters = new(ParameterSet.Defaults);
    private readonly CallTraces _traces;

    public CallTracesTests() => _traces = new CallTraces(2, _parameters, new SipTargetResolver(), TimeProvider.System, NullLogger.Instance);

    public void Dispose()
    {
        _shards.Dispose();
        _traces.Dispose();
    }

    [Fact]
    public async Task A_call_s_messages_are_found_whatever_shard_it_is_of()
    {
        await _traces.StartAsync(_shards.Group.Shards);
        var call = await Note(1);
        Assert.Equal("INVITE", Encoding.ASCII.GetString(Assert.Single(await _traces.ReadAsync(call)).Bytes));
        Assert.Empty(await _traces.ReadAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Another_size_forgets_everything_and_0_keeps_nothing()
    {
        await _traces.StartAsync(_shards.Group.Shards);
        var call = await Note(0);
        Set("SS_SIP_TRACE_MEMORY", "0");
        await Eventually.Is(async () => (await _traces.ReadAsync(call)).Count == 0);
        Assert.Empty(await _traces.ReadAsync(await Note(0)));
        Set("SS_SIP_TRACE_MEMORY", "1");
        await Eventually.Is(async () => (await _traces.ReadAsync(await Note(0))).Count == 1);
    }

    [Fact]
    public async Task The_capture_server_gets_a_copy_of_every_message_from_when_it_is_named_to_when_it_is_not()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await _traces.StartAsync(_shards.Group.Shards);
        Set("SS_HEP_SERVER", $"localhost:{((IPEndPoint)server.Client.LocalEndPoint!).Port}");
        Guid call = default;
        await Eventually.Is(async () =>
        {
            call = await Note(1);
            return _traces.CaptureSent > 0;
        });
        var packet = Encoding.ASCII.GetString((await server.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(10))).Buffer);
        Assert.StartsWith("HEP3", packet);
        Assert.Contains(call.ToString(), packet);
        Set("SS_HEP_SERVER", "");
        await Eventually.Is(async () =>
        {
            var before = _traces.CaptureSent;
            await Note(1);
            return _traces.CaptureSent == before;
        });
    }

    private async Task<Guid> Note(int shard)
    {
        var call = Guid.NewGuid();
        await _shards.Group.Shards[shard].InvokeAsync(() => _traces.Of(shard).Note(call, false, Phone, Local, "INVITE"u8, 1));
        return call;
    }

    private void Set(string name, string value)
    {
        Assert.True(_parameters.Set.TryWith(ParameterCatalogue.Find(name)!, value, out var changed, out var error), error);
        _parameters.Swap(changed);
    }
}
