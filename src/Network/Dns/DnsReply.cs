using System.Buffers.Binary;
using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>What a name server's message says to a question.</summary>
/// <param name="Kind">What came of it.</param>
/// <param name="Records">The records, when there are any.</param>
/// <param name="Code">The response code when the server could not answer (RFC 1035 §4.1.1).</param>
internal readonly record struct DnsReply(DnsReplyKind Kind, IReadOnlyList<DnsRecord> Records, int Code = 0)
{
    // More than a sane answer has; what a hostile one has beyond is left unread.
    private const int MaxRecords = 100;
    private const int MaxAliases = 8;

    private const int NoError = 0;
    private const int NoSuchName = 3;

    /// <summary>Reads a message. It never throws for what the bytes are.</summary>
    public static DnsReply Read(ReadOnlySpan<byte> message, ushort id, DnsQuestion question)
    {
        if (!Answers(message, id, question, out var flags, out var position)) return new DnsReply(DnsReplyKind.Foreign, []);
        if ((flags & 0x0200) != 0) return new DnsReply(DnsReplyKind.Truncated, []);
        var code = flags & 0x0F;
        if (code == NoSuchName) return new DnsReply(DnsReplyKind.Answered, []);
        if (code != NoError) return new DnsReply(DnsReplyKind.Refused, [], code);
        var reader = new DnsReader(message);
        reader.Take(position);
        var count = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(message[6..]), (ushort)MaxRecords);
        return ReadAnswers(ref reader, count, question) is { } records
            ? new DnsReply(DnsReplyKind.Answered, records)
            : new DnsReply(DnsReplyKind.Refused, [], 1);
    }

    // Only what repeats our number and our question is an answer to it: the rest may be anybody's.
    private static bool Answers(ReadOnlySpan<byte> message, ushort id, DnsQuestion question, out int flags, out int position)
    {
        flags = position = 0;
        if (message.Length < DnsReader.HeaderLength) return false;
        var reader = new DnsReader(message);
        var isOurs = reader.Number() == id;
        flags = reader.Number();
        var isAnswer = (flags & 0xF800) == 0x8000;
        var questions = reader.Number();
        reader.Take(DnsReader.HeaderLength - 6);
        var asked = reader.Name().Equals(question.Name, StringComparison.OrdinalIgnoreCase) && reader.Number() == (ushort)question.Type && reader.Number() == 1;
        position = reader.Position;
        return isOurs && isAnswer && questions == 1 && asked && !reader.IsBroken;
    }

    private static List<DnsRecord>? ReadAnswers(ref DnsReader reader, int count, DnsQuestion question)
    {
        var aliases = new Dictionary<string, string>();
        var found = new List<(string Owner, DnsRecord Record)>();
        for (var i = 0; i < count; i++)
        {
            var owner = reader.Name();
            var (type, family) = ((DnsType)reader.Number(), reader.Number());
            reader.Take(4); // the time to live: names are asked for again when the operator says
            var end = reader.Number() + reader.Position;
            if (family == 1 && type == DnsType.Cname) aliases.TryAdd(owner, reader.Name());
            else if (family == 1 && type == question.Type && ReadRecord(ref reader, type, end) is { } record) found.Add((owner, record));
            if (reader.IsBroken || reader.Position > end) return null;
            reader.Take(end - reader.Position);
        }
        if (reader.IsBroken) return null;
        var name = question.Name.ToLowerInvariant();
        for (var i = 0; i < MaxAliases && aliases.TryGetValue(name, out var next); i++) name = next;
        return [.. found.Where(f => f.Owner == name).Select(f => f.Record)];
    }

    private static DnsRecord? ReadRecord(ref DnsReader reader, DnsType type, int end) => type switch
    {
        DnsType.A when end - reader.Position == 4 => new DnsRecord.Address(AddressOf(reader.Take(4))),
        DnsType.Aaaa when end - reader.Position == 16 => new DnsRecord.Address(AddressOf(reader.Take(16))),
        DnsType.Srv => new DnsRecord.Location(reader.Number(), reader.Number(), reader.Number(), reader.Name()),
        DnsType.Naptr => ReadNaming(ref reader),
        _ => null,
    };

    private static DnsRecord.Naming ReadNaming(ref DnsReader reader)
    {
        var (order, preference) = (reader.Number(), reader.Number());
        var (flags, services) = (reader.Text(), reader.Text());
        reader.Text(); // the regular expression, which RFC 3263 does not use
        return new DnsRecord.Naming(order, preference, flags, services, reader.Name());
    }

    private static IpEndpoint AddressOf(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? default : IpEndpoint.FromBytes(bytes, 0);
}

/// <summary>What came of a question.</summary>
internal enum DnsReplyKind
{
    /// <summary>Not an answer to the question: to be left alone while the answer is waited for.</summary>
    Foreign,
    /// <summary>The answer, perhaps without records.</summary>
    Answered,
    /// <summary>Too long for a datagram: to be asked for again over TCP.</summary>
    Truncated,
    /// <summary>The server cannot or will not answer, or its answer cannot be read.</summary>
    Refused,
    /// <summary>Nothing came in time.</summary>
    Silent,
}
