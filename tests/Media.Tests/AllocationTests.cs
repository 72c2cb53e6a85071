using Tandem.Media.Relay;
using Tandem.Media.Rtp;
using Tandem.Media.Sdp;
using Tandem.Media.Tests.Rtp;
using Tandem.Media.Tests.Sdp;
using Tandem.Sip.Flows;

namespace Tandem.Media.Tests;

/// <summary>The allocation budget of media: none, neither for a body nor for a packet.</summary>
public class AllocationTests
{
    [Fact]
    public void Reading_comparing_and_rewriting_a_body_allocates_nothing()
    {
        var description = new SessionDescription();
        var relay = IpEndpoint.FromV4(0xC6336401, 0);
        var to = new byte[8192];
        Assert.Equal(0, AllocatedBy(() =>
        {
            foreach (var body in Bodies.All)
            {
                SdpParser.TryParse(body, description);
                RelayRewrite.Write(body, description, new SdpOrigin(1, 2, relay), relay, [40000, 40002], to);
                SdpComparison.AreSameButOrigin(body, to);
                for (var length = 0; length < body.Length; length += 11) SdpParser.TryParse(body.AsSpan(0, length), description);
            }
        }));
    }

    [Fact]
    public void An_rtp_packet_allocates_nothing()
    {
        var (latch, statistics, events) = (new SourceLatch(), new StreamStatistics(), new TelephoneEventCounter());
        var (source, stranger) = (Packets.At("192.0.2.1:4000"), Packets.At("192.0.2.2:4000"));
        latch.SetRemote(in source, in source);
        byte[][] packets = [Packets.Rtp(1), Packets.Rtp(2, 160), Packets.Rtp(3, 320, payloadType: 101, payload: [1, 0x0A, 0, 160])];
        var now = 0L;
        Assert.Equal(0, AllocatedBy(() =>
        {
            foreach (var packet in packets)
            {
                now += 20;
                latch.Accept(in stranger, now);
                if (!RtpHeader.TryRead(packet, out var header) || latch.Accept(in source, now) == LatchVerdict.Refused) continue;
                statistics.Add(in header, now * 1000);
                if (header.PayloadType == 101) events.Add(in header, header.PayloadOf(packet), out _);
                statistics.Read(latch, 0, events.Count);
            }
        }));
        Assert.Equal((3L * 250, 250 * 3L), (statistics.Packets, latch.Refused));
    }

    [Fact]
    public void An_rtcp_datagram_allocates_nothing()
    {
        var roundTrip = new RoundTrip();
        byte[][] datagrams = [Packets.SenderReport(1, 5, Packets.Got(6)), Packets.SenderReport(2, 6, Packets.Got(5))];
        var now = 0L;
        Assert.Equal(0, AllocatedBy(() =>
        {
            roundTrip.Pass(RelaySide.Caller, datagrams[0], now += 1000);
            roundTrip.Pass(RelaySide.Callee, datagrams[1], now += 1000);
        }));
        Assert.NotEqual(0, roundTrip.Microseconds);
    }

    private static long AllocatedBy(Action action)
    {
        for (var i = 0; i < 200; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
