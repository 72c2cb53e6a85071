using Microsoft.Extensions.Logging;
using Tandem.Media.Relay;

namespace Tandem.Network.Relay;

/// <summary>
/// Relays media between the two sides of calls, on threads of its own. Every stream has four ports: a pair towards each side.
/// </summary>
public sealed class RtpRelay : IMediaRelay, IDisposable
{
    // Streams on one thread share its wakes, so a second thread begins only when the first has about half a core to do.
    private const int EnoughForOneThread = 1_000;

    private readonly OwnAddresses _own;
    private readonly MediaTargets _targets;
    private readonly RelayThread[] _threads;
    private volatile byte _mark;
    private volatile bool _disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="options">How media is relayed.</param>
    /// <param name="clock">The clock that calls go by.</param>
    /// <param name="logger">Hears of faults.</param>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux: the relay lives on epoll(7).</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The system has no descriptors left.</exception>
    public RtpRelay(RelayOptions options, TimeProvider clock, ILogger logger)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("Media is relayed on Linux only.");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        _mark = options.PacketMark;
        _own = new OwnAddresses(clock);
        _targets = new MediaTargets(_own.Has);
        _threads = [.. Enumerable.Range(0, options.Threads).Select(number => new RelayThread(number, options, _targets, clock, logger))];
        Use(options.Ports);
    }

    /// <summary>The TOS byte of streams that are opened from now on.</summary>
    public byte PacketMark
    {
        get => _mark;
        set => _mark = value;
    }

    /// <summary>Streams open at present.</summary>
    public int Streams => PortsLent / 4;

    /// <summary>Ports lent at present.</summary>
    public int PortsLent => _threads.Sum(thread => thread.Pool.Lent) * 2;

    /// <summary>Ports that are not lent, those included that rest after a call.</summary>
    public int PortsFree => _threads.Sum(thread => thread.Pool.Free) * 2;

    /// <summary>Sockets open at present: two for each pair of ports that is open, and one for each side that has one to itself.</summary>
    public int Sockets => _threads.Sum(thread => thread.Sockets);

    /// <summary>Packets sent on to the other side since the start.</summary>
    public long Relayed => Sum(counters => counters.Relayed);

    /// <summary>Packets from elsewhere, refused since the start.</summary>
    public long Refused => Sum(counters => counters.Refused);

    /// <summary>Packets that came since the start to a port that nobody had any more.</summary>
    public long Late => Sum(counters => counters.Late);

    /// <summary>Packets since the start for a side that had not said where it wants them, or wants none.</summary>
    public long Homeless => Sum(counters => counters.Homeless);

    /// <summary>Packets since the start beyond the 5,000 a second that one side of a stream may have relayed.</summary>
    public long Excess => Sum(counters => counters.Excess);

    /// <summary>Packets that the system did not send since the start.</summary>
    public long SendErrors => Sum(counters => counters.SendErrors);

    /// <summary>Packets dropped because of a fault of the switch since the start; each is in the log, though not more than one a second.</summary>
    public long Faults => Sum(counters => counters.Faults);

    /// <summary>Managed memory that the relay's threads have allocated, in bytes.</summary>
    public long AllocatedBytes => Sum(counters => counters.AllocatedBytes);

    /// <summary>Lends ports of this range from now on. Ports of streams that are open stay theirs until they close.</summary>
    public void Use(RtpPortRange range)
    {
        _targets.Ports = range;
        // By twos: a stream takes two pairs of one thread, so that even the smallest range has room for one.
        var pairs = range.Pairs.Chunk(2).ToArray();
        foreach (var (index, thread) in _threads.Index())
            thread.Use(pairs.Where((_, number) => number % _threads.Length == index).SelectMany(two => two));
    }

    /// <inheritdoc/>
    public IRelayStream? Open(RelayKind kind)
    {
        if (_disposed) return null;
        var first = First();
        if (first.TryOpen(kind, _mark) is { } stream) return stream;
        foreach (var other in _threads)
        {
            if (other != first && other.TryOpen(kind, _mark) is { } elsewhere) return elsewhere;
        }
        return null;
    }

    /// <summary>Ends the threads and closes all sockets. Streams can still be read and closed; nothing passes them any more.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var thread in _threads) thread.Dispose();
        _own.Dispose();
    }

    private RelayThread First()
    {
        foreach (var thread in _threads)
        {
            if (thread.Streams < EnoughForOneThread) return thread;
        }
        return _threads.MinBy(thread => thread.Streams)!;
    }

    private long Sum(Func<RelayCounters, long> counter) => _threads.Sum(thread => counter(thread.Counters));
}
