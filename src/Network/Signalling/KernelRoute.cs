using System.Net;
using System.Net.Sockets;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>Asks the kernel's routing.</summary>
internal static class KernelRoute
{
    /// <summary>The address, port 0, that a packet to another would be sent from; null when there is no way. Nothing is sent.</summary>
    public static IpEndpoint? SourceTowards(IpEndpoint remote)
    {
        try
        {
            // Connecting a UDP socket sends nothing: the kernel looks up the route and gives the socket its source address.
            using var socket = new Socket(remote.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            if (remote.Port == 0) remote = remote.WithPort(SipTransport.Udp.DefaultPort());
            socket.Connect(remote.ToIPEndPoint());
            return IpEndpoint.From(((IPEndPoint)socket.LocalEndPoint!).Address, 0);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
