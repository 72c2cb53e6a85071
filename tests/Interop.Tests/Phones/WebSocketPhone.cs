using System.Net.WebSockets;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Testing;
using Tandem.Testing.Phones;

namespace Tandem.Interop.Tests.Phones;

/// <summary>A <see cref="TestPhone"/> in a browser, as it were: over a WebSocket with the subprotocol sip (RFC 7118).</summary>
public sealed class WebSocketPhone : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);
    private readonly ClientWebSocket _socket = new();

    private WebSocketPhone(string number, string password) => Phone = new TestPhone(number, password)
    {
        Domain = "127.0.0.1",
        Flow = new Flow(SipTransport.Ws, 0, default),
        Contact = $"<sip:{number}@df7jal23ls0d.invalid;transport=ws>",
    };

    /// <summary>What it writes.</summary>
    public TestPhone Phone { get; }

    /// <summary>Connects.</summary>
    public static async Task<WebSocketPhone> ConnectAsync(string number, string password, Uri at)
    {
        var phone = new WebSocketPhone(number, password);
        phone._socket.Options.AddSubProtocol("sip");
        using var patience = new CancellationTokenSource(Within);
        await phone._socket.ConnectAsync(at, patience.Token);
        return phone;
    }

    /// <summary>Registers and returns the last answer.</summary>
    public async Task<SentMessage> RegisterAsync()
    {
        var answer = await SendAsync(Phone.Request(null));
        return answer.Status == 401 ? await SendAsync(Phone.Request(answer)) : answer;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task<SentMessage> SendAsync(string request)
    {
        using var patience = new CancellationTokenSource(Within);
        await _socket.SendAsync(Encoding.Latin1.GetBytes(request), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        var buffer = new byte[65_536];
        var received = await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
        Assert.True(received.EndOfMessage);
        return new SentMessage(Encoding.Latin1.GetString(buffer, 0, received.Count), default);
    }
}
