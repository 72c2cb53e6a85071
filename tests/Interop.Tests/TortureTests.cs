using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Interop.Tests.Running;
using Tandem.Sip.Messages;
using Tandem.Testing;

namespace Tandem.Interop.Tests;

/// <summary>The messages of RFC 4475 and RFC 5118, each sent over UDP to the running switch.</summary>
public class TortureTests(LiveSwitch live) : IClassFixture<LiveSwitch>
{
    // Of its own, because answers go to the port in the Via, which the messages choose.
    private static readonly IPAddress Address = IPAddress.Parse("127.0.0.45");
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Names => [.. TortureMessages.All.Select(message => message.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_is_answered_as_its_verdict_says(string name)
    {
        var torture = TortureMessages.Named(name);
        using var sender = await OpenAsync(AnswerPort(torture));
        var at = live.At("udp");
        // The messages of one source are answered in their order: what stands before the answer to this is the answer to the first.
        var fence = $"OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.45;rport;branch=z9hG4bK{name}\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:fence@127.0.0.1>;tag=1\r\nTo: <sip:127.0.0.1>\r\nCall-ID: fence-{name}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
        await sender.SendAsync(torture.Bytes, at);
        await sender.SendAsync(Encoding.ASCII.GetBytes(fence), at);

        var answers = new List<SentMessage>();
        using var patience = new CancellationTokenSource(Within);
        while (answers.Count == 0 || !answers[^1].Headers("Call-ID").Contains($"fence-{name}"))
            answers.Add(new SentMessage(Encoding.Latin1.GetString((await sender.ReceiveAsync(patience.Token)).Buffer), default));

        var expected = TortureAnswers.Expected(torture);
        if (expected.Count == 0) Assert.Single(answers);
        else Assert.Contains(answers[0].Status, expected);
        Assert.Equal(expected.Count == 0 ? 1 : 2, answers.Count);
    }

    // The port may be another program's for a while, on all addresses.
    private static async Task<UdpClient> OpenAsync(int port)
    {
        UdpClient? socket = null;
        await Eventually.Is(() => TryOpen(port, out socket), Within, () => $"UDP port {port} is in use; see ss -lunp");
        return socket!;
    }

    private static bool TryOpen(int port, out UdpClient? socket)
    {
        try
        {
            socket = new UdpClient(new IPEndPoint(Address, port));
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket = null;
            return false;
        }
    }

    // RFC 3261 §18.2.2: the port in the Via, or 5060.
    private static int AnswerPort(TortureMessage torture)
    {
        var message = new SipMessage();
        SipParser.Parse(torture.Bytes, 0, torture.Bytes.Length, message, SipLimits.Default);
        return message.CanBeAnswered && message.TopVia.Port != 0 ? message.TopVia.Port : 5060;
    }
}
