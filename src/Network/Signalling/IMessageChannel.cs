namespace Tandem.Network.Signalling;

/// <summary>Whole messages over one connection, whatever carries them.</summary>
internal interface IMessageChannel : IDisposable
{
    /// <summary>Waits for the next message; tells <paramref name="ages"/> of every byte on the way.</summary>
    ValueTask<ChannelRead> ReadAsync(ConnectionAges ages, CancellationToken stop);

    /// <summary>Sends one message.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken stop);
}

/// <summary>What a read of a channel came to: a message, a keep-alive to be answered, or the end.</summary>
/// <param name="Rented">A message at the start of an array of the shared pool, now the caller's; null for the others.</param>
/// <param name="Length">The message's length in bytes.</param>
/// <param name="End">Why nothing more will come; <see cref="ConnectionEnd.None"/> for a message or keep-alive.</param>
internal readonly record struct ChannelRead(byte[]? Rented, int Length, ConnectionEnd End)
{
    /// <summary>A CRLF keep-alive that asks for an answer (RFC 5626 §3.5.1).</summary>
    internal static ChannelRead KeepAlive => default;

    internal static ChannelRead Ended(ConnectionEnd end) => new(null, 0, end);
}
