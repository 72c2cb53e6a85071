using System.Globalization;
using System.Net.Sockets;

namespace Tandem.Testing.Network;

/// <summary>
/// Ports for tests that must name a range of them: below those that Linux gives to sockets which ask for none, and for one process
/// of the machine at a time, since several suites may run at once. They are given back at the end of the process.
/// </summary>
public static class TestPorts
{
    private const int First = 10_000;
    private const int Block = 100;
    private const int Blocks = 226;

    private static readonly Lock Gate = new();

    // Each block that is ours is a socket with a name that nobody else on the machine can take meanwhile.
    private static readonly Socket?[] Held = new Socket?[Blocks];
    private static int _next;
    private static int _end;

    /// <summary>Takes a row of ports and returns the first; it is even when the counts taken before were.</summary>
    /// <exception cref="InvalidOperationException">All are taken.</exception>
    public static int Take(int count)
    {
        lock (Gate)
        {
            if (_end - _next < count) (_next, _end) = TakeBlocks((count + Block - 1) / Block);
            _next += count;
            return _next - count;
        }
    }

    private static (int First, int End) TakeBlocks(int count)
    {
        for (var block = 0; block <= Blocks - count; block++)
        {
            if (Enumerable.Range(block, count).All(TryHold)) return (First + block * Block, First + (block + count) * Block);
        }
        throw new InvalidOperationException($"There are no {count * Block} ports in a row that no other test has.");
    }

    // A block that was taken for a row that is too short stays ours: it is no loss.
    private static bool TryHold(int block)
    {
        if (Held[block] is not null) return false;
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(string.Create(CultureInfo.InvariantCulture, $"\0tandem-test-ports-{First + block * Block}")));
            Held[block] = socket;
            return true;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return false;
        }
    }
}
