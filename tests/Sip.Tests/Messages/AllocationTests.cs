using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Fuzz;
using Tandem.Testing;

namespace Tandem.Sip.Tests.Messages;

/// <summary>The allocation budget of the messages: none.</summary>
public class AllocationTests
{
    private static readonly byte[][] Corpus = [.. TestFiles.In("corpus", "*.sip").Select(File.ReadAllBytes)];

    [Fact]
    public void Parsing_allocates_nothing()
    {
        var message = new SipMessage();
        Assert.Equal(0, AllocatedBy(() =>
        {
            foreach (var bytes in Corpus) SipParser.Parse(bytes, 0, bytes.Length, message, SipLimits.Default);
        }));
    }

    [Fact]
    public void Refusing_allocates_nothing()
    {
        var message = new SipMessage();
        Assert.Equal(0, AllocatedBy(() =>
        {
            foreach (var bytes in Corpus)
            {
                for (var length = 0; length < bytes.Length; length += 7)
                {
                    SipParser.Parse(bytes, 0, length, message, SipLimits.Default);
                }
            }
        }));
    }

    [Fact]
    public void Writing_a_response_allocates_nothing()
    {
        var message = Wire.Accepted(Wire.Register);
        var buffer = new byte[2000];
        var flow = new Flow(SipTransport.Udp, 0, IpEndpoint.FromV4(0xCB007109, 40001));
        Assert.Equal(0, AllocatedBy(() =>
        {
            var writer = new ResponseWriter(buffer, message, flow, 401, "Unauthorized"u8, "t"u8);
            writer.BeginHeader("WWW-Authenticate"u8);
            writer.Append("Digest realm="u8);
            writer.AppendQuoted("example.com"u8);
            writer.EndHeader();
            writer.Header("Expires"u8, 3600);
            writer.End();
        }));
    }

    [Fact]
    public void Reading_everything_of_a_message_allocates_nothing()
    {
        var reader = new EverythingReader();
        var ipv4 = Corpus.Where(bytes => !Wire.Utf8(bytes).Contains("[2001", StringComparison.Ordinal)).ToArray();
        Assert.Equal(0, AllocatedBy(() =>
        {
            foreach (var bytes in ipv4) reader.Read(bytes, bytes.Length);
        }));
    }

    [Fact]
    public void Framing_allocates_nothing()
    {
        var framer = new SipStreamFramer(SipLimits.Default);
        Assert.Equal(0, AllocatedBy(() =>
        {
            foreach (var bytes in Corpus)
            {
                framer.Next(bytes.AsSpan(0, bytes.Length / 2));
                framer.Next(bytes);
            }
        }));
    }

    private static long AllocatedBy(Action action)
    {
        for (var i = 0; i < 200; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
