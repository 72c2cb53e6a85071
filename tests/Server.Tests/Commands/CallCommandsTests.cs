using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Testing;

namespace Tandem.Server.Tests.Commands;

/// <summary>A call between two phones through the program, as its operator sees it.</summary>
public sealed class CallCommandsTests : IDisposable
{
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Tandem _tandem = new();
    private readonly UdpClient _caller = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _callee = new(new IPEndPoint(IPAddress.Loopback, 0));
    private IPEndPoint _switch = null!;

    public void Dispose()
    {
        _caller.Dispose();
        _callee.Dispose();
        _tandem.Dispose();
    }

    [Fact]
    public async Task A_call_is_listed_shown_traced_and_ended()
    {
        await Call();
        var id = await Shown();

        var shown = (await _tandem.Run("calls", "show", id)).Output;
        Assert.Contains("state     answered", shown);
        Assert.Contains("1001 -> 1002", shown);
        Assert.All((await _tandem.Run("calls")).Output.Split('\n'), line => Assert.InRange(line.Length, 1, 100));

        var ladder = (await _tandem.Run("trace", id)).Output;
        Assert.Contains("INVITE SDP", ladder);
        Assert.Contains("200 INVITE SDP", ladder);
        Assert.Contains("From: <sip:1001@", (await _tandem.Run("trace", id, "--messages")).Output);
        var file = _tandem.File("call.pcap");
        Assert.Equal($"Written to {file}.", (await _tandem.Run("trace", id, "-o", file)).Output);
        Assert.Equal([0xD4, 0xC3, 0xB2, 0xA1], (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))[..4]);

        Assert.Equal($"Call {id} ended.", (await _tandem.Run("hangup", id)).Output);
        await AnswerBye(_caller);
        await AnswerBye(_callee);
        await Eventually.Is(async () => (await _tandem.Run("calls", "--json")).Output == "[]");
        Assert.Equal(3, (await _tandem.Run("calls", "show", id)).Code);
        Assert.Contains("BYE", (await _tandem.Run("trace", id)).Output);
        Assert.Equal(3, (await _tandem.Run("trace", Guid.NewGuid().ToString())).Code);
    }

    private async Task<string> Shown()
    {
        await Eventually.Is(async () => (await _tandem.Run("calls", "--json")).Output.Contains("\"answered\""));
        return (await _tandem.Run("calls", "--json")).Json[0].GetProperty("id").GetString()!;
    }

    private async Task Call()
    {
        await _tandem.StartSwitch();
        await _tandem.Run("param", "set", "SS_MEDIA_PROXY_MODE", "Off");
        await _tandem.Run("phone", "add", "1001", "--mode", "address", "--allow", "127.0.0.0/8");
        await _tandem.Run("phone", "add", "1002", "--mode", "address", "--allow", "127.0.0.0/8");
        var listener = (await _tandem.Run("status", "--json")).Json.GetProperty("switch").GetProperty("listeners")[0].GetString()!;
        _switch = IPEndPoint.Parse(listener["udp:".Length..]);
        await Register(_caller, "1001");
        await Register(_callee, "1002");

        await Send(_caller, Request(_caller, "INVITE", "1001", "1002", 1, Sdp));
        var invite = await Receive(_callee, "INVITE ");
        await Send(_callee, Answer(invite, "180 Ringing", _callee, ""));
        await Receive(_caller, "SIP/2.0 180");
        await Send(_callee, Answer(invite, "200 OK", _callee, Sdp));
        var answer = await Receive(_caller, "SIP/2.0 200");
        await Send(_caller, Request(_caller, "ACK", "1001", "1002", 1, "", Field(answer, "To"), UriOf(Field(answer, "Contact"))));
        await Receive(_callee, "ACK ");
    }

    private async Task Register(UdpClient phone, string number)
    {
        await Send(phone, Request(phone, "REGISTER", number, number, 1, ""));
        await Receive(phone, "SIP/2.0 200");
    }

    private async Task AnswerBye(UdpClient phone)
    {
        var bye = await Receive(phone, "BYE ");
        await Send(phone, Answer(bye, "200 OK", phone, ""));
    }

    private string Request(UdpClient phone, string method, string from, string to, int cseq, string body, string? toField = null, string? uri = null)
    {
        var type = body.Length == 0 ? "" : "Content-Type: application/sdp\r\n";
        return $"{method} {uri ?? $"sip:{to}@{_switch}"} SIP/2.0\r\nVia: SIP/2.0/UDP {phone.Client.LocalEndPoint};branch=z9hG4bK{Guid.NewGuid():n};rport\r\n"
            + $"Max-Forwards: 70\r\nFrom: <sip:{from}@{_switch}>;tag=a\r\nTo: {toField ?? $"<sip:{to}@{_switch}>"}\r\nCall-ID: {from}-{method == "REGISTER"}\r\n"
            + $"CSeq: {cseq} {method}\r\nContact: <sip:{from}@{phone.Client.LocalEndPoint}>\r\n{type}Content-Length: {body.Length}\r\n\r\n{body}";
    }

    private static string Answer(string request, string status, UdpClient phone, string body)
    {
        var to = Field(request, "To");
        var type = body.Length == 0 ? "" : "Content-Type: application/sdp\r\n";
        var vias = string.Concat(request.Split("\r\n").Where(l => l.StartsWith("Via:", StringComparison.Ordinal)).Select(l => l + "\r\n"));
        return $"SIP/2.0 {status}\r\n{vias}From: {Field(request, "From")}\r\nTo: {to}{(to.Contains("tag=") ? "" : ";tag=b")}\r\nCall-ID: {Field(request, "Call-ID")}\r\n"
            + $"CSeq: {Field(request, "CSeq")}\r\nContact: <sip:1002@{phone.Client.LocalEndPoint}>\r\n{type}Content-Length: {body.Length}\r\n\r\n{body}";
    }

    private async Task Send(UdpClient phone, string message) => await phone.SendAsync(Encoding.ASCII.GetBytes(message), _switch);

    private static async Task<string> Receive(UdpClient phone, string beginning)
    {
        while (true)
        {
            var text = Encoding.ASCII.GetString((await phone.ReceiveAsync().WaitAsync(Patience)).Buffer);
            if (text.StartsWith(beginning, StringComparison.Ordinal)) return text;
        }
    }

    private static string Field(string message, string name) =>
        message.Split("\r\n").First(l => l.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];

    private static string UriOf(string contact) => contact[(contact.IndexOf('<') + 1)..contact.IndexOf('>')];
}
