using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Tandem.Interop.Tests.Programs;

/// <summary>
/// Stands between svcrack and the switch and simplifies the challenges. svcrack crashes when it is offered more than
/// <c>qop="auth"</c> with MD5; this makes it the attacker that it would be if that were mended. The switch sees the attack
/// from the relay's address.
/// </summary>
public sealed partial class ChallengeRelay : IDisposable
{
    private readonly UdpClient _attacker = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _toSwitch;
    private readonly CancellationTokenSource _end = new();
    private IPEndPoint? _peer;

    /// <summary>Relays between whoever writes to <see cref="Port"/> and the switch.</summary>
    /// <param name="at">The switch.</param>
    /// <param name="from">The loopback address from which the attack comes.</param>
    public ChallengeRelay(IPEndPoint at, string from)
    {
        _toSwitch = new UdpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        _toSwitch.Connect(at);
        _ = RelayRequestsAsync();
        _ = RelayAnswersAsync();
    }

    /// <summary>The port on 127.0.0.1 that the attacker is pointed at.</summary>
    public int Port => ((IPEndPoint)_attacker.Client.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _attacker.Dispose();
        _toSwitch.Dispose();
        _end.Dispose();
    }

    private async Task RelayRequestsAsync()
    {
        while (await ReceiveAsync(_attacker) is { } request)
        {
            _peer = request.RemoteEndPoint;
            await _toSwitch.SendAsync(request.Buffer);
        }
    }

    private async Task RelayAnswersAsync()
    {
        while (await ReceiveAsync(_toSwitch) is { } answer)
        {
            var text = Sha256Challenge().Replace(Encoding.Latin1.GetString(answer.Buffer), "").Replace("qop=\"auth,auth-int\"", "qop=\"auth\"");
            await _attacker.SendAsync(Encoding.Latin1.GetBytes(text), _peer);
        }
    }

    private async Task<UdpReceiveResult?> ReceiveAsync(UdpClient socket)
    {
        try
        {
            return await socket.ReceiveAsync(_end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            return null;
        }
    }

    [GeneratedRegex("WWW-Authenticate:[^\r]*algorithm=SHA-256[^\r]*\r\n")]
    private static partial Regex Sha256Challenge();
}
