using System.Text;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;
using Tandem.Network.Capture;
using Tandem.Sip.Flows;

namespace Tandem.Interop.Tests;

/// <summary>tshark, the command line of Wireshark, reads the captures of calls.</summary>
public sealed class TsharkTests : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_message_of_a_capture_is_read_as_sip_with_its_addresses_times_and_no_fault()
    {
        var phone = At("198.51.100.7:40001");
        var local = At("192.0.2.1:5060");
        var carrier = At("[2001:db8::9]:5060");
        var file = Path.Combine(_folder.Path, "call.pcap");
        using (var to = File.Create(file))
        {
            var pcap = new PcapWriter(to);
            pcap.Write(new CapturedMessage(1_767_268_800_123, SipTransport.Udp, phone, local, Bytes(Invite)));
            pcap.Write(new CapturedMessage(1_767_268_800_124, SipTransport.Udp, local, phone, Bytes(Invite.Replace("INVITE sip:1002@example.com SIP/2.0", "SIP/2.0 100 Trying"))));
            pcap.Write(new CapturedMessage(1_767_268_801_000, SipTransport.Tls, At("[2001:db8::1]:5061"), carrier, Bytes(Invite)));
        }

        var (exitCode, output) = await ExternalProgram.RunAsync("tshark", "tshark", Within,
            ["-r", file, "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-T", "fields", "-E", "separator=|", "-e", "frame.time_epoch",
             "-e", "ip.src", "-e", "ipv6.dst", "-e", "sip.Method", "-e", "sip.Status-Code", "-e", "sdp.media", "-e", "ip.checksum.status", "-e", "udp.checksum.status"]);

        Assert.True(exitCode == 0, output);
        // The statuses are 1 for a good checksum.
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains('|')).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Matches(@"^1767268800\.123\d*\|198\.51\.100\.7\|\|INVITE\|\|audio 4000 RTP/AVP 8\|1\|1$", lines[0]);
        Assert.Matches(@"^1767268800\.124\d*\|192\.0\.2\.1\|\|\|100\|audio 4000 RTP/AVP 8\|1\|1$", lines[1]);
        Assert.Matches(@"^1767268801\.000\d*\|\|2001:db8::9\|INVITE\|\|audio 4000 RTP/AVP 8\|\|1$", lines[2]);
    }

    private const string Invite =
        """
        INVITE sip:1002@example.com SIP/2.0
        Via: SIP/2.0/UDP 198.51.100.7:40001;branch=z9hG4bK1
        From: <sip:1001@example.com>;tag=1
        To: <sip:1002@example.com>
        Call-ID: 1@198.51.100.7
        CSeq: 1 INVITE
        Contact: <sip:1001@198.51.100.7:40001>
        Content-Type: application/sdp
        Content-Length: 101

        v=0
        o=- 1 1 IN IP4 198.51.100.7
        s=-
        c=IN IP4 198.51.100.7
        t=0 0
        m=audio 4000 RTP/AVP 8

        """;

    private static byte[] Bytes(string text)
    {
        var crlf = text.ReplaceLineEndings("\r\n");
        var body = crlf.Length - crlf.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4;
        return Encoding.ASCII.GetBytes(crlf.Replace("Content-Length: 101", $"Content-Length: {body}"));
    }

    private static IpEndpoint At(string text)
    {
        Assert.True(IpEndpoint.TryParse(text, 0, out var endpoint));
        return endpoint;
    }
}
