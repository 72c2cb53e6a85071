using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tandem.Interop.Tests.Audio;

/// <summary>
/// An attacker who sends noise to media ports from an address that is no party's, to be heard (injection) or to be sent what
/// others say (RTP bleed).
/// </summary>
public sealed class RtpSpray : IAsyncDisposable
{
    private const int PayloadBytes = 160;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    private readonly UdpClient _socket;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    /// <summary>Begins to spray ports at 127.0.0.1, each with a packet in 20 ms.</summary>
    /// <param name="from">The attacker's address.</param>
    /// <param name="ports">The ports.</param>
    public RtpSpray(string from, IEnumerable<int> ports)
    {
        _socket = new UdpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        _running = RunAsync([.. ports]);
    }

    /// <summary>How many packets were sent.</summary>
    public long Sent { get; private set; }

    /// <summary>How many bytes wait that somebody has sent to the attacker.</summary>
    public int Caught => _socket.Available;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync(int[] ports)
    {
        using var timer = new PeriodicTimer(Every);
        // RFC 3550 §5.1: version 2, PCMA; then as loud as PCMA can be, on and off.
        var packet = new byte[12 + PayloadBytes];
        (packet[0], packet[1]) = (0x80, 8);
        for (var i = 12; i < packet.Length; i++) packet[i] = i % 8 < 4 ? (byte)0xAA : (byte)0x2A;
        for (ushort sequence = 1; !_end.IsCancellationRequested; sequence++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)(sequence * PayloadBytes));
            foreach (var port in ports) Sent += _socket.Client.SendTo(packet, new IPEndPoint(IPAddress.Loopback, port)) > 0 ? 1 : 0;
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
