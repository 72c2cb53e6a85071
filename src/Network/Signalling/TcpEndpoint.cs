using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>A listener for SIP over TCP (RFC 3261 §18).</summary>
public sealed class TcpEndpoint : ISignallingEndpoint
{
    private readonly StreamAcceptor _acceptor;

    /// <summary>Binds the address and starts to accept.</summary>
    /// <param name="listener">The listener's index, carried by the flows of its connections.</param>
    /// <param name="local">The address to bind; port 0 lets the system choose.</param>
    /// <param name="table">Takes the connections.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be bound.</exception>
    public TcpEndpoint(ushort listener, IpEndpoint local, ConnectionTable table) =>
        _acceptor = new StreamAcceptor(SipTransport.Tcp, listener, local, table, (stream, _) => ValueTask.FromResult(stream));

    /// <inheritdoc/>
    public IpEndpoint Local => _acceptor.Local;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _acceptor.DisposeAsync();
}
