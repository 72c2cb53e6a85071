using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// Opens a TCP or TLS connection to a flow's remote address. A phone has no certificate that names its address, so TLS to it
/// is encrypted without the peer's identity being proved; the phone proves itself by digest.
/// </summary>
internal static class StreamDial
{
    private static readonly SslClientAuthenticationOptions AnyPeer = new()
    {
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
    };

    internal static async ValueTask<IMessageChannel> OpenAsync(Flow flow, ConnectionOptions options, CancellationToken stop)
    {
        var socket = StreamSocket.New(flow.Remote);
        Stream? stream = null;
        try
        {
            StreamSocket.Prepare(socket, options);
            await socket.ConnectAsync(flow.Remote.ToIPEndPoint(), stop);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (flow.Transport == SipTransport.Tls) stream = await ShakeHandsAsync(stream, stop);
            return new StreamChannel(stream, options.Message);
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> ShakeHandsAsync(Stream plain, CancellationToken stop)
    {
        var tls = new SslStream(plain);
        await tls.AuthenticateAsClientAsync(AnyPeer, stop);
        return tls;
    }
}
