using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Testing;

namespace Tandem.Server.Tests.Commands;

/// <summary>A carrier's registrar and gateway, as the program meets them.</summary>
public sealed class OutboundRegistrationTests : IDisposable
{
    private readonly Tandem _tandem = new();
    private readonly UdpClient _carrier = new(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose()
    {
        _carrier.Dispose();
        _tandem.Dispose();
    }

    [Fact]
    public async Task A_gateway_is_registered_asked_for_life_shown_and_taken_back_when_the_switch_stops()
    {
        await _tandem.StartSwitch();
        var port = ((IPEndPoint)_carrier.Client.LocalEndPoint!).Port;
        var added = await _tandem.Run("routing-gateway", "add", "carrier", "--password", "a good secret", "--online-check", "yes",
            "--registration-registrar", $"127.0.0.1:{port}", "--registration-user", "4420");
        Assert.Equal((0, ""), (added.Code, added.Errors));

        var (register, from) = await Receive("REGISTER ");
        await Answer(register, from, "401 Unauthorized", "WWW-Authenticate: Digest realm=\"c\", nonce=\"n\", qop=\"auth\"\r\n");
        (register, from) = await Receive("REGISTER ", "\r\nAuthorization: Digest username=\"4420\", realm=\"c\"");
        await Answer(register, from, "200 OK", "Expires: 600\r\n");
        (var options, from) = await Receive("OPTIONS ");
        await Answer(options, from, "200 OK", "");

        await Eventually.Is(async () => (await _tandem.Run("outbound-registrations")).Output.Contains("registered"));
        var shown = (await _tandem.Run("routing-gateway", "show", "carrier")).Output;
        Assert.Contains($"udp:127.0.0.1:{port}", shown);
        Assert.Contains("last answer    200 OK", shown);

        var stopping = _tandem.TerminateSwitch();
        (register, from) = await Receive("REGISTER ", "\r\nExpires: 0\r\n");
        await Answer(register, from, "200 OK", "");
        Assert.Equal(0, await stopping);
    }

    private async Task<(string Text, IPEndPoint From)> Receive(string beginning, string part = "")
    {
        while (true)
        {
            var received = await _carrier.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(20));
            var text = Encoding.ASCII.GetString(received.Buffer);
            if (text.StartsWith(beginning, StringComparison.Ordinal) && text.Contains(part, StringComparison.Ordinal)) return (text, received.RemoteEndPoint);
        }
    }

    private async Task Answer(string request, IPEndPoint to, string status, string fields)
    {
        var repeated = request.Split("\r\n").Where(l => l.StartsWith("Via:") || l.StartsWith("From:") || l.StartsWith("To:") || l.StartsWith("Call-ID:") || l.StartsWith("CSeq:"));
        var answer = $"SIP/2.0 {status}\r\n{string.Join("\r\n", repeated)}\r\n{fields}Content-Length: 0\r\n\r\n";
        await _carrier.SendAsync(Encoding.ASCII.GetBytes(answer), to);
    }
}
