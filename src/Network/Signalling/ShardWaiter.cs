namespace Tandem.Network.Signalling;

/// <summary>
/// Lets a shard's thread sleep until one of its UDP sockets has something to read, another thread wakes it, or time is up.
/// All members but <see cref="Wake"/> belong to the shard's thread.
/// </summary>
public sealed class ShardWaiter : IDisposable
{
    private readonly IReadinessSource _source;
    private int _woken;

    /// <summary>Waits with epoll on Linux and with select elsewhere.</summary>
    public ShardWaiter()
        : this(OperatingSystem.IsLinux())
    {
    }

    internal ShardWaiter(bool epoll) => _source = epoll ? new EpollSource() : new SelectSource();

    /// <summary>Watches a socket.</summary>
    public void Add(UdpEndpoint endpoint) => _source.Add(endpoint);

    /// <summary>No longer watches a socket. To be called before it is disposed.</summary>
    public void Remove(UdpEndpoint endpoint) => _source.Remove(endpoint);

    /// <summary>
    /// Sleeps at most <paramref name="timeoutMs"/> milliseconds (0: only look; -1: for ever). Sets
    /// <see cref="UdpEndpoint.Ready"/> of the sockets that have something to read.
    /// </summary>
    /// <returns>True when a socket is ready or <see cref="Wake"/> was called since the last wait; false when time was up.</returns>
    public bool Wait(int timeoutMs)
    {
        var ready = _source.Wait(timeoutMs);
        // Exchanged, not just written: what was queued before a Wake is seen by what the shard reads after this.
        return Interlocked.Exchange(ref _woken, 0) == 1 || ready;
    }

    /// <summary>Ends the present wait, or the next one when none is on. Thread-safe; costs a system call once per wait at most.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _woken, 1) == 0) _source.Wake();
    }

    /// <summary>Lets the descriptors go. A wake that comes later does nothing.</summary>
    public void Dispose() => _source.Dispose();
}
