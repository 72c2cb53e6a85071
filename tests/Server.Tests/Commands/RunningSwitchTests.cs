namespace Tandem.Server.Tests.Commands;

public sealed class RunningSwitchTests : IDisposable
{
    private readonly Tandem _tandem = new();

    public void Dispose() => _tandem.Dispose();

    [Fact]
    public async Task Commands_find_the_running_switch_and_work_on_it()
    {
        await _tandem.StartSwitch();

        Assert.StartsWith("switch      running for", (await _tandem.Run("status")).Output);
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

        Assert.StartsWith("switch      not running", status.Output);
        Assert.Contains("phones      1", status.Output);
    }

    private static (string?, string?) Change(Ended audit) =>
        (audit.Json[0].GetProperty("before").GetString(), audit.Json[0].GetProperty("after").GetString());
}
