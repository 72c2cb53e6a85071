using System.Net;
using System.Net.Sockets;

namespace Tandem.Network.Signalling;

/// <summary>Readiness by select, for systems without epoll; a wake is a byte to a socket of our own.</summary>
internal sealed class SelectSource : IReadinessSource
{
    private static readonly byte[] OneByte = [1];

    private readonly List<UdpEndpoint> _endpoints = [];
    private readonly List<Socket> _readable = [];
    private readonly byte[] _taken = new byte[16];
    private readonly Socket _wake = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    internal SelectSource()
    {
        _wake.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wake.Connect(_wake.LocalEndPoint!); // connected to itself, so nobody else's datagram wakes us
    }

    public void Add(UdpEndpoint endpoint) => _endpoints.Add(endpoint);

    public void Remove(UdpEndpoint endpoint) => _endpoints.Remove(endpoint);

    public bool Wait(int timeoutMilliseconds)
    {
        _readable.Clear();
        _readable.Add(_wake);
        foreach (var endpoint in _endpoints) _readable.Add(endpoint.Socket);
        Socket.Select(_readable, null, null, timeoutMilliseconds < 0 ? -1 : timeoutMilliseconds * 1000);
        foreach (var endpoint in _endpoints) endpoint.Ready |= _readable.Contains(endpoint.Socket);
        if (_readable.Contains(_wake)) _wake.Receive(_taken);
        return _readable.Count > 0;
    }

    public void Wake()
    {
        try
        {
            _wake.Send(OneByte);
        }
        catch (ObjectDisposedException)
        {
            // The shard has ended.
        }
    }

    public void Dispose() => _wake.Dispose();
}
