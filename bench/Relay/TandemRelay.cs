using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Media.Relay;
using Tandem.Network.Relay;
using Tandem.Sip.Flows;

namespace Tandem.RelayBench;

/// <summary>Tandem's relay alone in a process, with calls set up as their signalling would.</summary>
internal static class TandemRelay
{
    /// <summary>Opens the calls, prints them, and relays until its input ends.</summary>
    public static void Run(int calls, int threads, TimeSpan nap)
    {
        var options = new RelayOptions { Ports = new RtpPortRange(40_000, 59_999), Threads = threads, Nap = nap };
        using var relay = new RtpRelay(options, TimeProvider.System, NullLogger.Instance);
        for (var call = 0; call < calls; call++)
        {
            var stream = relay.Open(RelayKind.Rtp)
                ?? throw new InvalidOperationException("The relay has no ports left, or the system no descriptors.");
            stream.SetCodec(RelaySide.Callee, 8000, 101);
            var (caller, callee) = Leg.Parties(call);
            Tell(stream, RelaySide.Caller, caller);
            Tell(stream, RelaySide.Callee, callee);
            Console.WriteLine(new Leg(caller, stream.PortTowards(RelaySide.Caller), callee, stream.PortTowards(RelaySide.Callee)));
        }
        Console.WriteLine();
        // Each line on the input asks for the counters: what a packet allocates shows between two of them.
        while (Console.ReadLine() is not null)
            Console.WriteLine($"relayed={relay.Relayed} refused={relay.Refused} send_errors={relay.SendErrors} allocated={relay.AllocatedBytes}");
    }

    private static void Tell(IRelayStream stream, RelaySide side, int port)
    {
        var address = IpEndpoint.From(IPAddress.Loopback, port);
        stream.SetRemote(side, address, default, address);
    }
}
