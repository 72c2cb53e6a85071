using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Calls;

/// <summary>What was said on a call that the switch has carried: in the file of <c>tandem trace</c> as tshark reads it, and as a capture server gets it.</summary>
public sealed class TraceTests(CallSwitch calls) : SippCalls(calls), IClassFixture<CallSwitch>
{
    private const int SourceChunk = 3;
    private const int PayloadChunk = 15;
    private const int CorrelationChunk = 17;

    // What the carrier's scenario and the caller's say to the switch, and what it says to them.
    private static readonly string[] Ladder =
    [
        "127.0.0.2|INVITE|", "127.0.0.1||100", "127.0.0.1|INVITE|", "127.0.0.3||180", "127.0.0.1||180", "127.0.0.3||200", "127.0.0.1|ACK|", "127.0.0.1||200",
        "127.0.0.2|ACK|", "127.0.0.2|BYE|", "127.0.0.1||200", "127.0.0.1|BYE|", "127.0.0.3||200",
    ];

    [Fact]
    public async Task The_file_of_a_call_that_has_ended_has_every_message_in_its_order()
    {
        using var folder = new TemporaryFolder();
        var id = (string)(await PlayAsync("caller-talks", "carrier-answers"))["id"]!;
        var file = folder.In("call.pcap");
        var (code, said) = await LiveSwitch.CommandAsync("trace", id, "-o", file, "--data", Calls.Live.Folder);
        Assert.True(code == 0, said);

        var messages = await ReadAsync(file, "ip.src", "sip.Method", "sip.Status-Code");
        Assert.Equal(Ladder.Order(), messages.Order());
        Assert.Equal((Ladder[0], Ladder[1]), (messages[0], messages[1]));
    }

    [Fact]
    public async Task A_capture_server_gets_each_message_with_its_addresses_and_the_call_it_belongs_to()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await Calls.Api.SetAsync("SS_HEP_SERVER", $"{server.Client.LocalEndPoint}");
        try
        {
            await PlayAsync("caller-talks", "carrier-answers");
        }
        finally
        {
            await Calls.Api.DeleteAsync("parameters/SS_HEP_SERVER");
        }
        var packets = new List<Dictionary<int, byte[]>>();
        while (server.Available > 0) packets.Add(Chunks((await server.ReceiveAsync()).Buffer));

        Assert.Equal(Ladder.Order(), packets.Select(packet => $"{new IPAddress(packet[SourceChunk])}|{Start(Encoding.UTF8.GetString(packet[PayloadChunk]))}").Order());
        // Both legs are one call.
        Assert.Single(packets.Select(packet => Encoding.UTF8.GetString(packet[CorrelationChunk])).Distinct());
    }

    // The chunks of a HEPv3 packet of one vendor, by their types: "HEP3", the length of all, then vendor, type and length of each.
    private static Dictionary<int, byte[]> Chunks(byte[] packet)
    {
        Assert.Equal("HEP3"u8, packet.AsSpan(0, 4));
        Assert.Equal(packet.Length, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4)));
        var chunks = new Dictionary<int, byte[]>();
        for (var at = 6; at < packet.Length; at += BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 4)))
        {
            chunks[BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 2))] = packet[(at + 6)..(at + BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 4)))];
        }
        return chunks;
    }

    // As tshark shows it: the method of a request, or the status of an answer.
    private static string Start(string message)
    {
        var words = message.Split(' ');
        return words[0] == "SIP/2.0" ? $"|{words[1]}" : $"{words[0]}|";
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(string file, params string[] fields)
    {
        var (code, output) = await ExternalProgram.RunAsync("tshark", "tshark", TimeSpan.FromSeconds(60),
            ["-r", file, "-T", "fields", "-E", "separator=|", .. fields.SelectMany(field => new[] { "-e", field })]);
        Assert.True(code == 0, output);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("Running as", StringComparison.Ordinal))];
    }
}
