using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Testing;
using Tandem.Testing.Phones;

namespace Tandem.Interop.Tests.Phones;

/// <summary>A <see cref="TestPhone"/> on a real UDP socket, which repeats a request until it is answered as RFC 3261 §17.1.2 wants.</summary>
public sealed class WirePhone : IDisposable
{
    private const int MaxRepeats = 10;
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(1);

    private readonly UdpClient _socket;
    private readonly IPEndPoint _switch;

    /// <summary>A phone at an address of its own.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="password">Its password.</param>
    /// <param name="at">The switch.</param>
    /// <param name="from">The loopback address it has.</param>
    public WirePhone(string number, string password, IPEndPoint at, string from = "127.0.0.2")
    {
        _switch = at;
        _socket = new UdpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        var port = (ushort)((IPEndPoint)_socket.Client.LocalEndPoint!).Port;
        Phone = new TestPhone(number, password, from, port) { Domain = at.Address.ToString() };
    }

    /// <summary>What it writes.</summary>
    public TestPhone Phone { get; }

    /// <summary>Registers and returns the last answer.</summary>
    public async Task<SentMessage> RegisterAsync()
    {
        var answer = await SendAsync(Phone.Request(null));
        return answer.Status == 401 ? await SendAsync(Phone.Request(answer)) : answer;
    }

    /// <summary>Sends a request and returns its answer.</summary>
    public async Task<SentMessage> SendAsync(string request)
    {
        var sequence = request.Split("\r\n").Single(line => line.StartsWith("CSeq:", StringComparison.Ordinal));
        for (var i = 0; i < MaxRepeats; i++)
        {
            await _socket.SendAsync(Encoding.Latin1.GetBytes(request), _switch);
            if (await AnswerAsync(sequence) is { } answer) return answer;
        }
        throw new TimeoutException($"No answer to:\n{request}");
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // What answers an earlier request is a repeated answer and passed over.
    private async Task<SentMessage?> AnswerAsync(string sequence)
    {
        using var patience = new CancellationTokenSource(RepeatAfter);
        try
        {
            while (true)
            {
                var datagram = await _socket.ReceiveAsync(patience.Token);
                var text = Encoding.Latin1.GetString(datagram.Buffer);
                if (text.Contains(sequence + "\r\n", StringComparison.Ordinal)) return new SentMessage(text, new Flow());
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (SocketException)
        {
            // Nobody listens there at present.
            await Task.Delay(RepeatAfter, patience.Token).ContinueWith(_ => { });
            return null;
        }
    }
}
