using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Server.Signalling;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Registration;
using Tandem.Testing;

namespace Tandem.Interop.Tests.Deploy;

/// <summary>The filter in deploy/ read by fail2ban itself, on lines that the switch's own log has written.</summary>
public sealed class Fail2banFilterTests : IDisposable
{
    private const string V4 = "192.0.2.17";
    private const string V6 = "2001:db8::17";

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 21, 2, 10, 0, 123, TimeSpan.Zero));
    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<RegisterReason> Counted => [RegisterReason.WrongPassword, RegisterReason.UnknownEndpoint];

    public static TheoryData<RegisterReason> NotCounted => [.. Enum.GetValues<RegisterReason>().Except(Counted.Select(row => row.Data))];

    [Theory]
    [MemberData(nameof(Counted))]
    public async Task Credentials_that_fail_are_counted_with_their_source_and_time(RegisterReason reason)
    {
        Log(reason, V4, SipTransport.Udp);
        Log(reason, V6, SipTransport.Tls);
        var time = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal([$"{V4} {time}", $"{V6} {time}"], await Matches());
    }

    [Theory]
    [MemberData(nameof(NotCounted))]
    public async Task What_can_be_brought_about_with_a_forged_source_or_is_no_failure_is_not_counted(RegisterReason reason)
    {
        Log(reason, V4, SipTransport.Udp);
        Log(reason, V6, SipTransport.Tcp);
        Log(RegisterReason.WrongPassword, "192.0.2.99", SipTransport.Udp);
        Assert.Equal(["192.0.2.99"], (await Matches()).Select(m => m.Split(' ')[0]));
    }

    [Theory]
    [InlineData("1000 source=198.51.100.1 port=5060 transport=UDP code=401 reason=wrong_password expires=0 ua=x")]
    [InlineData("x\r\n 2026-11-21T02:10:00.123Z REGISTER user=1 source=198.51.100.1 port=1 transport=UDP code=401 reason=wrong_password expires=0 ua=x")]
    [InlineData("<HOST> $(reboot) ' \" ; é")]
    public async Task A_user_agent_that_looks_like_a_line_has_nobody_else_banned(string userAgent)
    {
        Log(RegisterReason.WrongPassword, V4, SipTransport.Udp, userAgent);
        Log(RegisterReason.EndpointSuspended, V6, SipTransport.Udp, userAgent);
        Assert.Equal([V4], (await Matches()).Select(m => m.Split(' ')[0]));
    }

    public void Dispose() => File.Delete(_path);

    private void Log(RegisterReason reason, string source, SipTransport transport, string userAgent = "friendly scanner")
    {
        var register = Encoding.UTF8.GetBytes(
            $"""
            REGISTER sip:192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 203.0.113.5;branch=z9hG4bK1
            From: <sip:1000@192.0.2.1>;tag=1
            To: <sip:1000@192.0.2.1>
            Call-ID: 1
            CSeq: 1 REGISTER
            User-Agent: {userAgent}
            Content-Length: 0


            """.ReplaceLineEndings("\r\n"));
        var message = new SipMessage();
        Assert.Equal(SipRejection.None, SipParser.Parse(register, 0, register.Length, message, SipLimits.Default));
        var flow = new Flow(transport, 0, IpEndpoint.From(IPAddress.Parse(source), 5060));
        var status = RegisterReasons.AnswerOf(reason).Status;
        using var log = new RegistrationLog(_path, 1, _clock, NullLogger.Instance);
        log.BufferOf(0).Write(message, flow, new RegisterOutcome(reason), status, _clock.NowMs);
    }

    // Each line that the filter counts, as "address time".
    private async Task<string[]> Matches()
    {
        var filter = DeployFiles.At("fail2ban/filter.d/tandem-registration.conf");
        var start = new ProcessStartInfo("fail2ban-regex", ["--out", "<ip> <time>", _path, filter]) { RedirectStandardOutput = true };
        using var program = Process.Start(start)!;
        var output = await program.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await program.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
