using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tandem.RelayBench;

/// <summary>
/// Sets calls up in rtpengine over its ng protocol: a cookie, a space and a bencoded dictionary in one datagram, answered the same way.
/// </summary>
internal sealed class RtpEngine : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
    private readonly byte[] _buffer = new byte[65_536];
    private readonly string _run = Guid.NewGuid().ToString("n");
    private int _cookie;

    public RtpEngine(IPEndPoint control) => _socket.Connect(control);

    /// <summary>An offer and its answer; the ports that rtpengine put into the two are those it relays between.</summary>
    public Leg SetUp(int call)
    {
        var (caller, callee) = Leg.Parties(call);
        var towardsCallee = PortIn(Ask("offer", call, caller));
        var towardsCaller = PortIn(Ask("answer", call, callee));
        return new Leg(caller, towardsCaller, callee, towardsCallee);
    }

    public void Dispose() => _socket.Dispose();

    private string Ask(string command, int call, int port)
    {
        // Keys in alphabetical order, as bencoding wants them.
        var tags = command == "answer" ? Text("from-tag") + Text("a") + Text("sdp") + Text(Sdp(port)) + Text("to-tag") + Text("b")
            : Text("from-tag") + Text("a") + Text("sdp") + Text(Sdp(port));
        var dictionary = $"d{Text("ICE")}{Text("remove")}{Text("call-id")}{Text($"{_run}-{call}")}{Text("command")}{Text(command)}{tags}e";
        _socket.Send(Encoding.ASCII.GetBytes($"{++_cookie} {dictionary}"));
        return Encoding.ASCII.GetString(_buffer, 0, _socket.Receive(_buffer));
    }

    private static string Text(string text) => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}");

    private static string Sdp(int port) =>
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";

    private static int PortIn(string answer)
    {
        var at = answer.IndexOf("m=audio ", StringComparison.Ordinal);
        if (at < 0) throw new InvalidOperationException($"rtpengine answered: {answer}");
        var text = answer.AsSpan(at + "m=audio ".Length);
        return int.Parse(text[..text.IndexOf(' ')], CultureInfo.InvariantCulture);
    }
}
