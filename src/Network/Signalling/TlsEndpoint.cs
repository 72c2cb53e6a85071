using System.Net.Security;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>A listener for SIP over TLS 1.2 and later (RFC 3261 §26.2.1). The handshake's time counts as waiting for the first message.</summary>
public sealed class TlsEndpoint : ISignallingEndpoint
{
    private readonly StreamAcceptor _acceptor;
    private readonly TlsCertificate _certificate;

    /// <summary>Binds the address and starts to accept.</summary>
    /// <param name="listener">The listener's index, carried by the flows of its connections.</param>
    /// <param name="local">The address to bind; port 0 lets the system choose.</param>
    /// <param name="table">Takes the connections.</param>
    /// <param name="certificate">What to show; each handshake takes the one that is current.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be bound.</exception>
    public TlsEndpoint(ushort listener, IpEndpoint local, ConnectionTable table, TlsCertificate certificate)
    {
        _certificate = certificate;
        _acceptor = new StreamAcceptor(SipTransport.Tls, listener, local, table, ShakeHandsAsync);
    }

    /// <inheritdoc/>
    public IpEndpoint Local => _acceptor.Local;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _acceptor.DisposeAsync();

    private async ValueTask<Stream> ShakeHandsAsync(Stream plain, CancellationToken stop)
    {
        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(_certificate.ServerHandshake(), stop);
        return tls;
    }
}
