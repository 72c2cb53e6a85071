using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tandem.Network.Signalling;

/// <summary>Readiness by epoll(7), level-triggered; a wake is an eventfd(2) among the sockets.</summary>
internal sealed unsafe class EpollSource : IReadinessSource
{
    private const int MostEvents = 64;

    // struct epoll_event is packed to 12 bytes on x86-64 and takes 16 elsewhere; the data is behind the events.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - 8;

    private readonly Dictionary<int, UdpEndpoint> _endpoints = [];
    private readonly int _epoll;
    private readonly SafeFileHandle _wake;
    private readonly int _wakeDescriptor;

    internal EpollSource()
    {
        _epoll = Checked(Libc.EpollCreate(Libc.CloseOnExec));
        _wakeDescriptor = Checked(Libc.EventDescriptor(0, Libc.CloseOnExec | Libc.NonBlocking));
        _wake = new SafeFileHandle(_wakeDescriptor, ownsHandle: true);
        Control(Libc.EpollAdd, _wakeDescriptor);
    }

    public void Add(UdpEndpoint endpoint)
    {
        Control(Libc.EpollAdd, endpoint.Handle);
        _endpoints[endpoint.Handle] = endpoint;
    }

    public void Remove(UdpEndpoint endpoint)
    {
        if (_endpoints.Remove(endpoint.Handle)) Control(Libc.EpollDelete, endpoint.Handle);
    }

    public bool Wait(int timeoutMilliseconds)
    {
        var events = stackalloc byte[MostEvents * 16];
        var count = Libc.EpollWait(_epoll, events, MostEvents, timeoutMilliseconds);
        for (var i = 0; i < count; i++)
        {
            var descriptor = *(int*)(events + i * EventSize + DataOffset);
            if (descriptor == _wakeDescriptor) TakeWake();
            else if (_endpoints.TryGetValue(descriptor, out var endpoint)) endpoint.Ready = true;
        }
        return count > 0;
    }

    public void Wake()
    {
        // A late wake must not write to a descriptor that is somebody else's by now, a database's file perhaps.
        var held = false;
        try
        {
            _wake.DangerousAddRef(ref held);
            ulong one = 1;
            _ = Libc.Write(_wakeDescriptor, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The shard has ended.
        }
        finally
        {
            if (held) _wake.DangerousRelease();
        }
    }

    public void Dispose()
    {
        _wake.Dispose();
        _ = Libc.Close(_epoll);
    }

    private void TakeWake()
    {
        ulong count;
        _ = Libc.Read(_wakeDescriptor, &count, sizeof(ulong));
    }

    private void Control(int operation, int descriptor)
    {
        var wanted = stackalloc byte[16];
        *(uint*)wanted = Libc.EpollIn;
        *(long*)(wanted + DataOffset) = descriptor;
        Checked(Libc.EpollControl(_epoll, operation, descriptor, wanted));
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception();
}
