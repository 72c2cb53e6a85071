using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Tandem.Server.Tests.Commands;

public sealed class StopTests : IDisposable
{
    private readonly Tandem _tandem = new();

    public void Dispose() => _tandem.Dispose();

    [Fact]
    public async Task A_switch_that_is_terminated_ends_well_and_within_5_seconds_though_a_request_hangs()
    {
        await _tandem.StartSwitch();
        using var client = await HangingRequest();

        var watch = Stopwatch.StartNew();
        var code = await _tandem.TerminateSwitch();

        Assert.Equal(0, code);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.False(System.IO.File.Exists(Path.Combine(_tandem.Data, "tandem.pid")), "the data folder was not let go");
    }

    // A request whose body never comes: the API waits for it as long as it may.
    private async Task<TcpClient> HangingRequest()
    {
        var client = new TcpClient();
        var address = new Uri(ServerAddress());
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/sessions HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"));
        var answer = new byte[256];
        var length = await client.GetStream().ReadAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(answer, 0, length));
        return client;
    }

    private string ServerAddress()
    {
        using var server = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(_tandem.Data, "server.json")));
        return server.RootElement.GetProperty("address").GetString()!;
    }
}
