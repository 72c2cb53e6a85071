using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Signalling;

/// <summary>A phone over TCP or TLS.</summary>
internal sealed class StreamClient(Stream stream, IpEndpoint local) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal IpEndpoint Local => local;

    /// <summary>What the server showed over TLS.</summary>
    internal X509Certificate2? Certificate { get; private init; }

    internal static async Task<StreamClient> ConnectAsync(IpEndpoint to)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(to.ToIPEndPoint());
        return Over(socket);
    }

    internal static StreamClient Over(Socket socket)
    {
        var local = (System.Net.IPEndPoint)socket.LocalEndPoint!;
        return new StreamClient(new NetworkStream(socket, ownsSocket: true), IpEndpoint.From(local.Address, local.Port));
    }

    internal static async Task<StreamClient> ConnectTlsAsync(IpEndpoint to)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(to.ToIPEndPoint());
        var local = (System.Net.IPEndPoint)socket.LocalEndPoint!;
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        }).WaitAsync(Patience);
        return new StreamClient(tls, IpEndpoint.From(local.Address, local.Port))
        {
            Certificate = X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.Export(X509ContentType.Cert)),
        };
    }

    internal async Task SendAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask().WaitAsync(Patience);

    internal async Task<string> ReadAsync(int length)
    {
        var buffer = new byte[length];
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(Patience);
        return Encoding.ASCII.GetString(buffer);
    }

    /// <summary>True when the server has closed, in order or not, after anything it still sent.</summary>
    internal async Task<bool> IsClosedAsync()
    {
        var buffer = new byte[65_536];
        try
        {
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience) > 0)
            {
            }
            return true;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => stream.Dispose();
}
