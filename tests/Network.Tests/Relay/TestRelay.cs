using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Media.Relay;
using Tandem.Network.Relay;
using Tandem.Sip.Flows;
using Tandem.Testing.Network;

namespace Tandem.Network.Tests.Relay;

/// <summary>A relay on ports of its own and a clock that stands still, and a stream between two peers.</summary>
internal sealed class TestRelay : IDisposable
{
    internal TestRelay(int ports = 40, Func<RelayOptions, RelayOptions>? change = null)
    {
        var lowest = (ushort)TestPorts.Take(ports);
        Range = new RtpPortRange(lowest, (ushort)(lowest + ports - 1));
        var options = new RelayOptions { Ports = Range, Threads = 2 };
        Relay = new RtpRelay(change is null ? options : change(options), Clock, NullLogger.Instance);
    }

    internal RtpPortRange Range { get; }

    internal FakeClock Clock { get; } = new();

    internal RtpRelay Relay { get; }

    /// <summary>
    /// The sockets on its ports as the kernel has them: one that nobody knows any more would be among them. The second column is address:port in
    /// hexadecimal.
    /// </summary>
    internal int SocketsOfTheKernel =>
        new[] { "/proc/net/udp", "/proc/net/udp6" }.Where(File.Exists).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1].Split(':')[^1])
            .Count(port => int.TryParse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
                && number >= Range.Lowest && number <= Range.Highest);

    /// <summary>Opens a stream between two peers that say the truth in their SDP.</summary>
    internal IRelayStream Open(MediaPeer caller, MediaPeer callee, RelayKind kind = RelayKind.Rtp)
    {
        var stream = Open(kind);
        Tell(stream, RelaySide.Caller, caller.Address);
        Tell(stream, RelaySide.Callee, callee.Address);
        return stream;
    }

    internal IRelayStream Open(RelayKind kind = RelayKind.Rtp)
    {
        var stream = Relay.Open(kind);
        Assert.NotNull(stream);
        return stream;
    }

    /// <summary>Says a side's address, which its signalling has as well unless another is given.</summary>
    internal static void Tell(IRelayStream stream, RelaySide side, IpEndpoint rtp, IpEndpoint? signalling = null, IpEndpoint rtcp = default) =>
        stream.SetRemote(side, rtp, rtcp, (signalling ?? rtp).WithPort(5060));

    /// <summary>Sends voice until the peer has a socket of its own in the relay, and on the other side hears all of it.</summary>
    internal static void Talk(MediaPeer from, int port, MediaPeer to, int packets = 100)
    {
        for (var i = 0; i < packets; i++)
        {
            var sent = from.SendRtp(port);
            Assert.Equal(sent, to.Receive());
        }
    }

    public void Dispose() => Relay.Dispose();
}
