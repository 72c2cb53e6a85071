using System.Buffers.Binary;
using System.Text;

namespace Tandem.Network.Dns;

/// <summary>
/// Reads a DNS message piece by piece (RFC 1035 §4). What the bytes cannot give sets <see cref="IsBroken"/>, and from then on
/// everything read is empty: the caller looks once, at the end.
/// </summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    /// <summary>The length of a message's header.</summary>
    public const int HeaderLength = 12;

    // A name has at most 127 labels; each pointer must lead further back, so this many always suffice.
    private const int MaxSteps = 128;

    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Where the next piece is.</summary>
    public int Position { get; private set; }

    /// <summary>True once something could not be read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Reads one byte.</summary>
    public byte Octet() => Take(1) is [var b] ? b : (byte)0;

    /// <summary>Reads a number of 16 bits.</summary>
    public ushort Number() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;

    /// <summary>Reads so many bytes.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (IsBroken || count > _message.Length - Position)
        {
            IsBroken = true;
            return [];
        }
        Position += count;
        return _message.Slice(Position - count, count);
    }

    /// <summary>Reads a character-string: a length and so many bytes (RFC 1035 §3.3).</summary>
    public string Text() => Encoding.Latin1.GetString(Take(Octet()));

    /// <summary>Reads a name, in lower case, following pointers backwards only (RFC 1035 §4.1.4). The root is "".</summary>
    public string Name()
    {
        var name = new StringBuilder();
        var end = -1;
        var before = Position;
        for (var steps = 0; !IsBroken; steps++)
        {
            int length = Octet();
            if (length == 0) break;
            if (length >= 0xC0)
            {
                var target = (length & 0x3F) << 8 | Octet();
                if (end < 0) end = Position;
                if (target >= before || steps >= MaxSteps) IsBroken = true;
                else before = Position = target;
                continue;
            }
            if (length > 63 || steps >= MaxSteps || name.Length + length >= DnsQuestion.MaxNameLength + 1) IsBroken = true;
            else name.Append(name.Length > 0 ? "." : "").Append(Encoding.Latin1.GetString(Take(length)));
        }
        if (end >= 0) Position = end;
        return IsBroken ? "" : name.ToString().ToLowerInvariant();
    }
}
