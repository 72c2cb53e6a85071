using System.Buffers;
using Tandem.Sip.Messages;

namespace Tandem.Network.Signalling;

/// <summary>Messages over TCP or TLS, cut by their Content-Length (RFC 3261 §18.3).</summary>
internal sealed class StreamChannel(Stream stream, SipLimits limits) : IMessageChannel
{
    private const int FirstBuffer = 4096;

    private readonly SipStreamFramer _framer = new(limits);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _start;
    private int _end;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public async ValueTask<ChannelRead> ReadAsync(ConnectionAges ages, CancellationToken stop)
    {
        while (true)
        {
            if (TakeFrame() is { } read) return read;
            ages.WaitsForMore(Unread.ContainsAnyExcept((byte)'\r', (byte)'\n'));
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), stop);
            if (count == 0) return ChannelRead.Ended(ConnectionEnd.PeerClosed);
            ages.BytesCame();
            _end += count;
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken stop) => stream.WriteAsync(message, stop);

    public void Dispose()
    {
        stream.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private ChannelRead? TakeFrame()
    {
        var frame = _framer.Next(Unread);
        var read = frame.Kind switch
        {
            FrameKind.Message => Copy(Unread.Slice(frame.Offset, frame.Length)),
            FrameKind.Ping => ChannelRead.KeepAlive,
            FrameKind.Broken => ChannelRead.Ended(ConnectionEnd.BadFraming),
            _ => (ChannelRead?)null,
        };
        _start += frame.Consumed;
        return read;
    }

    private static ChannelRead Copy(ReadOnlySpan<byte> message)
    {
        var rented = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(rented);
        return new ChannelRead(rented, message.Length, ConnectionEnd.None);
    }

    // The framer breaks a stream whose message passes the limit, so the buffer's growth ends there.
    private void MakeRoom()
    {
        if (_start == _end) _start = _end = 0;
        if (_end < _buffer.Length) return;
        var unread = Unread;
        var larger = unread.Length > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        unread.CopyTo(larger);
        (_start, _end) = (0, unread.Length);
        if (larger == _buffer) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
