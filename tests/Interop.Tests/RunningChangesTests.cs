using System.Net;
using System.Net.Sockets;
using Tandem.Interop.Tests.Phones;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests;

/// <summary>What operators change while the switch runs acts on the wire at once.</summary>
public sealed class RunningChangesTests : IAsyncLifetime
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);
    private readonly LiveSwitch _live = new();

    public ValueTask InitializeAsync() => _live.InitializeAsync();

    public ValueTask DisposeAsync() => _live.DisposeAsync();

    [Fact]
    public async Task A_parameter_decides_the_very_next_register()
    {
        await _live.Api.AddPhoneAsync("1000");
        using var phone = new WirePhone("1000", "secret-1000", _live.At("udp"));
        phone.Phone.Expires = "600";
        Assert.Equal(200, (await phone.RegisterAsync()).Status);

        await _live.Api.SetAsync("SS_ENDPOINT_EXPIRE_MIN", "601");
        var refused = await phone.RegisterAsync();
        Assert.Equal(423, refused.Status);
        Assert.Equal("601", refused.Header("Min-Expires"));

        await _live.Api.SetAsync("SS_ENDPOINT_EXPIRE_MIN", "600");
        Assert.Equal(200, (await phone.RegisterAsync()).Status);
    }

    [Fact]
    public async Task A_changed_listen_list_opens_and_closes_listeners_while_the_others_stay()
    {
        await _live.Api.AddPhoneAsync("1000");
        var (stays, goes, comes) = (_live.Listeners[0], _live.Listeners[1], $"udp:127.0.0.5:{_live.Port("udp")}");
        await _live.Api.SetAsync("SS_SIP_LISTEN", $"{stays},{goes}");
        await _live.StopAsync(Within);
        await _live.StartAsync([]);
        Assert.Equal([stays, goes], await _live.Api.ListenersAsync());
        using var phone = new WirePhone("1000", "secret-1000", _live.At("udp"));
        Assert.Equal(200, (await phone.RegisterAsync()).Status);
        using var connection = await TcpConnectionAsync();

        await _live.Api.SetAsync("SS_SIP_LISTEN", $"{stays},{comes}");
        await Eventually.Is(async () => (await _live.Api.ListenersAsync()).SequenceEqual([stays, comes]), Within);
        Assert.Equal(200, (await phone.RegisterAsync()).Status);
        using var elsewhere = new WirePhone("1000", "secret-1000", new(IPAddress.Parse("127.0.0.5"), _live.Port("udp")));
        Assert.Equal(200, (await elsewhere.RegisterAsync()).Status);
        await Assert.ThrowsAnyAsync<SocketException>(TcpConnectionAsync);
    }

    [Fact]
    public async Task A_certificate_replaced_on_disk_is_shown_to_the_next_connection()
    {
        Assert.DoesNotContain("renewed.example.org", await CertificateShownAsync());
        var (key, certificate) = (Path.Combine(_live.Folder, "tls", "tls-key.pem"), Path.Combine(_live.Folder, "tls", "tls-certificate.pem"));
        var (exitCode, output) = await ExternalProgram.RunAsync("openssl", "openssl", Within,
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", "/CN=renewed.example.org", "-keyout", key, "-out", certificate]);
        Assert.True(exitCode == 0, output);
        await Eventually.Is(async () => (await CertificateShownAsync()).Contains("renewed.example.org", StringComparison.Ordinal), Within, () => _live.Output);
    }

    private async Task<TcpClient> TcpConnectionAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_live.At("tcp"));
        return client;
    }

    private async Task<string> CertificateShownAsync()
    {
        var (_, output) = await ExternalProgram.RunAsync("openssl", "openssl", Within, ["s_client", "-connect", _live.At("tls").ToString()]);
        Assert.Contains("subject=", output);
        return output;
    }
}
