using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Tandem.Server.Tests.Commands;

public sealed class RunningSwitchTests : IDisposable
{
    private readonly Tandem _tandem = new();

    public void Dispose() => _tandem.Dispose();

    [Fact]
    public async Task Commands_find_the_running_switch_and_work_on_it()
    {
        await _tandem.StartSwitch();

        Assert.Matches("^switch +running for", (await _tandem.Run("status")).Output);
        Assert.Equal(0, (await _tandem.Run("phone", "add", "1001")).Code);
        Assert.Equal("SS_ENDPOINTREGISTERRETRY is now 9 failures.", (await _tandem.Run("param", "set", "SS_ENDPOINTREGISTERRETRY", "9")).Output);
        Assert.Equal(("6", "9"), Change(await _tandem.Run("audit", "--target", "SS_ENDPOINTREGISTERRETRY", "--json")));
        Assert.Equal(3, (await _tandem.Run("unregister", "1001")).Code);
        Assert.Equal(0, (await _tandem.RunWithInput("a new password\n", "user", "passwd", "admin")).Code);
        Assert.Equal(4, (await _tandem.Run("restore", _tandem.File("b", "no backup"))).Code);

        var token = await _tandem.Run("token", "create", "grafana", "--scope", "read");
        Assert.Matches("^tandem_[A-Za-z0-9_-]{43}$", token.Output);
        Assert.DoesNotContain(token.Output, (await _tandem.Run("token", "list")).Output);
    }

    [Fact]
    public async Task A_command_after_a_kill_works_on_the_store_though_server_json_is_left()
    {
        await _tandem.StartSwitch();
        await _tandem.Run("phone", "add", "1001");
        await _tandem.KillSwitch();

        var status = await _tandem.Run("status");

        Assert.Matches("^switch +not running", status.Output);
        Assert.Matches("\nphones +1\n", status.Output);
    }

    [Fact]
    public async Task A_phone_that_registers_is_listed_and_can_be_ended()
    {
        await _tandem.StartSwitch();
        await _tandem.Run("phone", "add", "1001", "--mode", "address", "--allow", "127.0.0.0/8");
        var listener = (await _tandem.Run("status", "--json")).Json.GetProperty("switch").GetProperty("listeners")[0].GetString()!;
        await Register("1001", IPEndPoint.Parse(listener["udp:".Length..]));

        var listed = await _tandem.Run("registrations", "--address", "127.0.0.1", "--json");
        Assert.Equal(("1001", "evil\u001b[2J"), (listed.Json[0].GetProperty("number").GetString(), listed.Json[0].GetProperty("userAgent").GetString()));
        var table = (await _tandem.Run("registrations")).Output;
        Assert.DoesNotContain('\u001b', table);
        Assert.All(table.Split('\n'), line => Assert.InRange(line.Length, 1, 100));

        Assert.Equal("Contacts removed: 1.", (await _tandem.Run("unregister", "1001")).Output);
        Assert.Equal("[]", (await _tandem.Run("registrations", "--json")).Output);
    }

    [Fact]
    public async Task A_token_made_before_the_start_is_good_after_it()
    {
        var token = (await _tandem.Run("token", "create", "grafana", "--scope", "read")).Output;
        using var http = new HttpClient { BaseAddress = await _tandem.StartSwitch() };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/phones")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsync("/api/v1/backup", null)).StatusCode);
    }

    [Fact]
    public async Task Media_ports_follow_their_parameter_and_are_among_the_metrics()
    {
        using var http = new HttpClient { BaseAddress = await _tandem.StartSwitch() };
        Assert.Contains("tandem_media_ports_free 20000\n", await http.GetStringAsync("/metrics"));
        await _tandem.Run("param", "set", "SS_MEDIA_PROXY_PORT_RANGE", "23000,23099");
        var metrics = await http.GetStringAsync("/metrics");
        Assert.Contains("tandem_media_ports_free 100\n", metrics);
        Assert.Contains("tandem_media_streams 0\n", metrics);
    }

    private static async Task Register(string number, IPEndPoint registrar)
    {
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var contact = phone.Client.LocalEndPoint;
        var request = $"REGISTER sip:{registrar} SIP/2.0\r\nVia: SIP/2.0/UDP {contact};branch=z9hG4bK1;rport\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:{number}@{registrar}>;tag=1\r\nTo: <sip:{number}@{registrar}>\r\nCall-ID: 1@phone\r\nCSeq: 1 REGISTER\r\n"
            + $"Contact: <sip:{number}@{contact}>\r\nUser-Agent: evil\u001b[2J\r\nContent-Length: 0\r\n\r\n";
        await phone.SendAsync(Encoding.UTF8.GetBytes(request), registrar);
        var answer = await phone.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.StartsWith("SIP/2.0 200", Encoding.UTF8.GetString(answer.Buffer));
    }

    private static (string?, string?) Change(Ended audit) =>
        (audit.Json[0].GetProperty("before").GetString(), audit.Json[0].GetProperty("after").GetString());
}
