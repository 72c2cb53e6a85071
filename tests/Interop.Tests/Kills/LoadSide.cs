using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Testing;

namespace Tandem.Interop.Tests.Kills;

/// <summary>One end of a load of calls: a UDP socket, and a thread that takes what comes there and does what is due.</summary>
internal abstract class LoadSide : IDisposable
{
    private const int TurnMicroseconds = 1000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _datagram = new byte[65_536];
    private readonly Lock _gate = new();
    private readonly IPEndPoint _switch;
    private readonly Thread _thread;
    private volatile bool _isStopped;

    /// <summary>An end that does nothing yet.</summary>
    /// <param name="at">The switch.</param>
    /// <param name="address">Its own address.</param>
    /// <param name="port">Its port; 0 = one that is free.</param>
    protected LoadSide(IPEndPoint at, string address, int port)
    {
        _switch = at;
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        Local = _socket.LocalEndPoint!.ToString()!;
        _thread = new Thread(Run) { IsBackground = true };
    }

    /// <summary>Its own address and port.</summary>
    protected string Local { get; }

    /// <summary>The switch's address and port.</summary>
    protected string Switch => _switch.ToString();

    /// <summary>Begins.</summary>
    public void Start() => _thread.Start();

    /// <summary>Takes everything that the switch has sent before it was killed, and forgets the calls that went on.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            while (_socket.Available > 0) Receive();
            Forget();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isStopped = true;
        if (_thread.IsAlive) _thread.Join();
        _socket.Dispose();
    }

    /// <summary>A request has come.</summary>
    protected abstract void TakeRequest(string method, SentMessage request);

    /// <summary>An answer has come.</summary>
    protected abstract void TakeAnswer(int status, string method, SentMessage answer);

    /// <summary>Does what is due.</summary>
    /// <param name="now">Milliseconds of a clock that never goes back.</param>
    protected abstract void Turn(long now);

    /// <summary>Forgets every call.</summary>
    protected abstract void Forget();

    /// <summary>Sends a message.</summary>
    protected void Send(string message) => _socket.SendTo(Encoding.Latin1.GetBytes(message), _switch);

    /// <summary>Answers a request.</summary>
    protected void Reply(SentMessage request, string status, string tag, string sdp = "")
    {
        var vias = string.Concat(request.Headers("Via").Select(via => $"Via: {via}\r\n"));
        var to = request.Header("To");
        Send($"SIP/2.0 {status}\r\n{vias}From: {request.Header("From")}\r\nTo: {to}{(to.Contains(";tag=", StringComparison.Ordinal) ? "" : $";tag={tag}")}\r\n"
            + $"Call-ID: {request.Header("Call-ID")}\r\nCSeq: {request.Header("CSeq")}\r\nContact: <sip:{Local}>\r\n{Body(sdp)}");
    }

    /// <summary>The end of a message: the header fields of its body and the body.</summary>
    protected static string Body(string sdp) =>
        sdp.Length == 0 ? "Content-Length: 0\r\n\r\n" : $"Content-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}";

    /// <summary>A usual session description.</summary>
    protected string Sdp()
    {
        var host = Local[..Local.IndexOf(':')];
        return $"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n";
    }

    private void Run()
    {
        while (!_isStopped)
        {
            lock (_gate)
            {
                if (_socket.Poll(TurnMicroseconds, SelectMode.SelectRead)) Receive();
                Turn(Environment.TickCount64);
            }
        }
    }

    private void Receive()
    {
        var message = new SentMessage(Encoding.Latin1.GetString(_datagram, 0, _socket.Receive(_datagram)), default);
        var method = message.Header("CSeq").Split(' ')[1];
        if (message.Text.StartsWith("SIP/2.0 ", StringComparison.Ordinal)) TakeAnswer(message.Status, method, message);
        else TakeRequest(method, message);
    }
}
