using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests;

/// <summary>sipsak, the operators' probe.</summary>
public class SipsakTests(LiveSwitch live) : IClassFixture<LiveSwitch>
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private string Target(string user) => $"sip:{user}127.0.0.1:{live.Port("udp")}";

    [Fact]
    public async Task Options_is_answered_200_with_what_the_switch_does()
    {
        var (exitCode, output) = await RunAsync("-v", "-s", Target(""));
        Assert.True(exitCode == 0, output);
        Assert.Contains("SIP/2.0 200 OK", output);
        Assert.Contains("Allow: REGISTER, OPTIONS", output);
    }

    [Fact]
    public async Task It_registers_with_its_password_when_MD5_comes_first()
    {
        await live.Api.AddPhoneAsync("1000");
        await live.Api.SetAsync("SS_SIP_DIGEST_ALGORITHMS", "MD5,SHA-256");
        var (exitCode, output) = await RegisterAsync("1000", "secret-1000");
        Assert.True(exitCode == 0, output);
        var contact = Assert.Single(await live.Api.RegistrationsAsync("1000"));
        Assert.StartsWith("sipsak", (string?)contact["userAgent"]);

        (exitCode, output) = await RegisterAsync("1000", "guess");
        Assert.True(exitCode != 0, output);
        // It gives up at the second challenge; the log is written a moment later.
        await Eventually.Is(() => live.RegistrationLog.Any(line => line.Contains("reason=wrong_password", StringComparison.Ordinal)), Within, () => output);
    }

    private Task<(int ExitCode, string Output)> RegisterAsync(string number, string password) =>
        RunAsync("-U", "-i", "-x", "300", "-C", $"sip:{number}@127.0.0.1:5999", "-u", number, "-a", password, "-s", Target($"{number}@"), "-v");

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        ExternalProgram.RunAsync("sipsak", "sipsak", Within, arguments);
}
