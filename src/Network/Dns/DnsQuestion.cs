using System.Buffers.Binary;
using System.Text;

namespace Tandem.Network.Dns;

/// <summary>What a name server is asked: the records of one type of one name, in the class of the Internet.</summary>
/// <param name="Name">The name without a dot at its end.</param>
/// <param name="Type">The type.</param>
internal readonly record struct DnsQuestion(string Name, DnsType Type)
{
    /// <summary>The longest name as text.</summary>
    public const int MaxNameLength = 253;

    /// <summary>The longest query.</summary>
    public const int MaxQueryLength = DnsReader.HeaderLength + MaxNameLength + 2 + 4;

    private const int MaxLabelLength = 63;
    private const ushort ClassInternet = 1;
    private const ushort RecursionDesired = 0x0100;

    /// <summary>True when the name can be asked for: labels of 1–63 printable ASCII characters (RFC 1035 §2.3.4).</summary>
    public bool IsValid => Name.Length is > 0 and <= MaxNameLength
        && Name.Split('.').All(label => label.Length is > 0 and <= MaxLabelLength && label.All(c => c is > ' ' and <= '~'));

    /// <summary>Writes the query: header and question (RFC 1035 §4.1.1, §4.1.2). Returns its length.</summary>
    public int Write(Span<byte> to, ushort id)
    {
        to[..DnsReader.HeaderLength].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(to, id);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], 1);
        var length = DnsReader.HeaderLength;
        foreach (var range in Name.AsSpan().Split('.'))
        {
            var label = Name.AsSpan()[range];
            to[length++] = (byte)label.Length;
            length += Encoding.ASCII.GetBytes(label, to[length..]);
        }
        to[length++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(to[length..], (ushort)Type);
        BinaryPrimitives.WriteUInt16BigEndian(to[(length + 2)..], ClassInternet);
        return length + 4;
    }
}
