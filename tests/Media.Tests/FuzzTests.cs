using System.Globalization;
using Tandem.Media.Relay;
using Tandem.Media.Rtp;
using Tandem.Media.Sdp;
using Tandem.Media.Tests.Rtp;
using Tandem.Media.Tests.Sdp;
using Tandem.Sip.Flows;
using Tandem.Testing;

namespace Tandem.Media.Tests;

/// <summary>
/// Bodies and packets that are broken at random, always the same ones from the same seed: TANDEM_FUZZ_CASES (default 300,000) and
/// TANDEM_FUZZ_SEED (default 1) choose how many and which.
/// </summary>
public class FuzzTests
{
    private static readonly IpEndpoint Ours = IpEndpoint.FromV4(0xC6336401, 0);

    private static int Cases => Setting("TANDEM_FUZZ_CASES", 300_000);

    private static int Seed => Setting("TANDEM_FUZZ_SEED", 1);

    [Fact]
    public void A_broken_body_is_refused_or_read_and_what_is_written_from_it_is_a_body_with_our_addresses()
    {
        var mutator = new SipMutator([.. Bodies.All, Bodies.Voice(), "a=rtcp:\r\na=rtcp-mux\r\nm=audio \r\nc=IN IP4 "u8.ToArray()], Seed);
        var body = new byte[SipMutator.MaxLength];
        var read = 0;
        for (var i = 0; i < Cases; i++)
        {
            var length = mutator.Next(body);
            if (ReadAndRewrite(body.AsSpan(0, length), $"Seed {Seed}, case {i}")) read++;
        }
        Assert.InRange(read, Cases / 100, Cases * 9 / 10);
    }

    [Fact]
    public void Every_prefix_of_a_body_and_every_changed_byte_is_refused_or_read()
    {
        foreach (var original in Bodies.All)
        {
            for (var at = 0; at < original.Length; at++)
            {
                ReadAndRewrite(original.AsSpan(0, at), $"prefix {at}");
                foreach (var nasty in SipMutator.NastyBytes)
                {
                    var body = (byte[])original.Clone();
                    body[at] = nasty;
                    ReadAndRewrite(body, $"byte {nasty} at {at}");
                }
            }
        }
    }

    [Fact]
    public void Broken_packets_are_refused_or_read_and_figures_stay_in_their_ranges()
    {
        byte[][] corpus =
        [
            Packets.Rtp(1), Packets.Rtp(65535, 7, 2, 101, true, [1, 0x8A, 0, 160]), [0xB2, 0, .. Packets.Rtp(1)[2..60]],
            Packets.SenderReport(1, 5, Packets.Got(6)), [.. Packets.SenderReport(2, 6, Packets.Got(5)), .. Packets.ReceiverReport(3, Packets.Got(5), Packets.Got(6))],
        ];
        var random = new Random(Seed);
        var reader = new EveryPacketReader();
        var packet = new byte[400];
        var accepted = 0;
        for (var i = 0; i < Cases; i++)
        {
            var original = corpus[random.Next(corpus.Length)];
            original.CopyTo(packet, 0);
            var length = random.Next(3) == 0 ? random.Next(original.Length + 1) : original.Length;
            for (var changes = random.Next(4); changes > 0; changes--) packet[random.Next(Math.Min(original.Length, 40))] = (byte)random.Next(256);
            if (reader.Read(packet.AsSpan(0, length), random.NextInt64(1L << 50))) accepted++;
        }
        Assert.InRange(accepted, Cases / 10, Cases * 9 / 10);
    }

    private static bool ReadAndRewrite(ReadOnlySpan<byte> body, string what)
    {
        var description = new SessionDescription();
        if (!SdpParser.TryParse(body, description))
        {
            Assert.NotEqual(SdpRejection.None, description.Rejection);
            return false;
        }
        Span<ushort> ports = stackalloc ushort[description.MediaCount];
        for (var i = 0; i < ports.Length; i++) ports[i] = (ushort)(40000 + 2 * i);
        var to = new byte[body.Length + 256 + 64 * SdpLimits.MaxMedia];
        var length = RelayRewrite.Write(body, description, new SdpOrigin(1, 2, Ours), Ours, ports, to);
        Assert.True(length > 0, what);
        Check(description, to.AsSpan(0, length), ports, what);
        return true;
    }

    private static void Check(SessionDescription before, ReadOnlySpan<byte> written, ReadOnlySpan<ushort> ports, string what)
    {
        var after = new SessionDescription();
        Assert.True(SdpParser.TryParse(written, after), $"{what}: {after.Rejection}");
        Assert.Equal(before.MediaCount, after.MediaCount);
        Assert.Equal("- 1 2 IN IP4 198.51.100.1"u8, after.Origin.Of(written));
        for (var i = 0; i < ports.Length; i++)
        {
            var (from, to) = (before.Media[i], after.Media[i]);
            if (from.Port == 0 || !from.IsRelayable) Assert.Equal(from.Port, to.Port);
            else if (from.HasNullAddress) Assert.Equal((ports[i], true), (to.Port, to.HasNullAddress));
            else Assert.Equal((Ours.WithPort(ports[i]), to.IsRtp ? Ours.WithPort((ushort)(ports[i] + 1)) : default), (to.Rtp, to.Rtcp));
            if (from.Port != 0 && !from.IsRelayable) Assert.True(from.Rtp == to.Rtp, what);
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Reads everything of a packet, and counts it as a relay does.</summary>
    private sealed class EveryPacketReader
    {
        private readonly SourceLatch _latch = new();
        private readonly StreamStatistics _statistics = new();
        private readonly TelephoneEventCounter _events = new();
        private readonly RoundTrip _roundTrip = new();

        public bool Read(ReadOnlySpan<byte> packet, long now)
        {
            _roundTrip.Pass((RelaySide)(now & 1), packet, now);
            for (var rest = packet; RtcpPacket.TryRead(ref rest, out var rtcp);)
            {
                for (var i = 0; i < rtcp.ReportCount; i++) Assert.InRange(rtcp.Report(i).Lost, -(1 << 23), 1 << 23);
            }
            if (!RtpHeader.TryRead(packet, out var header)) return false;
            _statistics.Add(in header, now);
            var isEvent = _events.Add(in header, header.PayloadOf(packet), out var telephoneEvent);
            Assert.Equal(isEvent, isEvent && telephoneEvent.IsDtmf);
            var figures = _statistics.Read(_latch, _roundTrip.Microseconds, _events.Count);
            Assert.True(figures is { Lost: >= 0, JitterMicroseconds: >= 0, Mos: >= 100 and <= 442, RoundTripMicroseconds: >= 0 });
            Assert.True(figures.JitterMicroseconds <= figures.MaxJitterMicroseconds && figures.MaxJitterMicroseconds <= 2_000_000);
            return true;
        }
    }
}
