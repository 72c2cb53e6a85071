using System.Buffers.Binary;
using System.Text;
using Tandem.Sip.Flows;

namespace Tandem.Storage.Journals;

/// <summary>Reads what <see cref="EntryWriter"/> wrote. Bytes that end too early throw <see cref="InvalidDataException"/>.</summary>
internal ref struct EntryReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>True when nothing is left.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>One byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>A whole number of 8 bytes.</summary>
    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>A whole number in groups of 7 bits.</summary>
    public long Count()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var group = Byte();
            value |= (ulong)(group & 0x7F) << shift;
            if (group < 0x80) return (long)value;
        }
        throw new InvalidDataException("A number of an entry has no end.");
    }

    /// <summary>An identifier.</summary>
    public Guid Guid() => new(Take(16), bigEndian: true);

    /// <summary>Text.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(Count()));

    /// <summary>An address and port.</summary>
    public IpEndpoint Endpoint() =>
        Byte() == 0 ? default : new IpEndpoint(BinaryPrimitives.ReadUInt128BigEndian(Take(16)), (ushort)Count());

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length) throw new InvalidDataException("An entry is shorter than its fields.");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
