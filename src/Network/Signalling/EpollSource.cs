using System.ComponentModel;
using System.Runtime.InteropServices;

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
    private readonly int _wake;

    internal EpollSource()
    {
        _epoll = Checked(Libc.EpollCreate(Libc.CloseOnExec));
        _wake = Checked(Libc.EventDescriptor(0, Libc.CloseOnExec | Libc.NonBlocking));
        Control(Libc.EpollAdd, _wake);
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
            if (descriptor == _wake) TakeWake();
            else if (_endpoints.TryGetValue(descriptor, out var endpoint)) endpoint.Ready = true;
        }
        return count > 0;
    }

    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wake, &one, sizeof(ulong));
    }

    public void Dispose()
    {
        _ = Libc.Close(_wake);
        _ = Libc.Close(_epoll);
    }

    private void TakeWake()
    {
        ulong count;
        _ = Libc.Read(_wake, &count, sizeof(ulong));
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
