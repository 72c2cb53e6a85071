using System.Buffers;
using System.Net.WebSockets;
using Tandem.Sip.Messages;

namespace Tandem.Network.Signalling;

/// <summary>Messages over WebSocket: each message of the one is a message of the other (RFC 7118 §4.1).</summary>
internal sealed class WebSocketChannel(WebSocket socket, SipLimits limits) : IMessageChannel
{
    private const int FirstBuffer = 2048;

    // Answers go in the kind of frame the peer uses; one that has sent nothing yet gets text.
    private WebSocketMessageType _kind = WebSocketMessageType.Text;

    public async ValueTask<ChannelRead> ReadAsync(ConnectionAges ages, CancellationToken stop)
    {
        while (true)
        {
            var read = await ReadMessageAsync(ages, stop);
            if (read.Rented is not { } rented) return read;
            var message = rented.AsSpan(0, read.Length);
            if (message.ContainsAnyExcept((byte)'\r', (byte)'\n')) return read;
            // Line ends alone are no message; many clients keep their connection alive as over TCP (RFC 5626 §3.5.1).
            var asksForAnswer = message.SequenceEqual("\r\n\r\n"u8);
            ArrayPool<byte>.Shared.Return(rented);
            if (asksForAnswer) return ChannelRead.KeepAlive;
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken stop) =>
        socket.SendAsync(message, _kind, endOfMessage: true, stop);

    public void Dispose() => socket.Dispose();

    private async ValueTask<ChannelRead> ReadMessageAsync(ConnectionAges ages, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var length = 0;
        var end = ConnectionEnd.PeerClosed;
        try
        {
            while (true)
            {
                ages.WaitsForMore(length > 0);
                if (length == buffer.Length) buffer = Larger(buffer);
                var result = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                ages.BytesCame();
                if (result.MessageType == WebSocketMessageType.Close) break;
                length += result.Count;
                if (length > limits.MaxMessageLength)
                {
                    end = ConnectionEnd.BadFraming;
                    break;
                }
                _kind = result.MessageType;
                if (!result.EndOfMessage) continue;
                var whole = new ChannelRead(buffer, length, ConnectionEnd.None);
                buffer = null;
                return whole;
            }
            await socket.CloseOutputAsync(
                end == ConnectionEnd.PeerClosed ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.MessageTooBig, null, stop);
            return ChannelRead.Ended(end);
        }
        finally
        {
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
