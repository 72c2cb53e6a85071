using System.Buffers.Binary;
using System.Text;
using Tandem.Sip.Flows;

namespace Tandem.Storage.Journals;

/// <summary>Bytes that grow at their end: whole numbers in little-endian order, text as UTF-8 with its length before it.</summary>
internal sealed class EntryWriter
{
    private byte[] _bytes = new byte[4096];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>All of them.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Those from a place on, for filling in what is known only later.</summary>
    public Span<byte> From(int place) => _bytes.AsSpan(place, Length - place);

    /// <summary>Empties it; room that only a rush needed is given back.</summary>
    public void Clear()
    {
        const int UsualRoom = 256 * 1024;
        Length = 0;
        if (_bytes.Length > UsualRoom) _bytes = new byte[4096];
    }

    /// <summary>Leaves room for later.</summary>
    /// <returns>Where it begins.</returns>
    public int Reserve(int count)
    {
        Room(count);
        Length += count;
        return Length - count;
    }

    /// <summary>One byte.</summary>
    public void Byte(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    /// <summary>A whole number in 8 bytes.</summary>
    public void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);
        Length += 8;
    }

    /// <summary>A whole number of 0 or more in groups of 7 bits, the lowest first.</summary>
    public void Count(long value)
    {
        var room = Room(10);
        var rest = (ulong)value;
        var at = 0;
        for (; rest >= 0x80; rest >>= 7) room[at++] = (byte)(rest | 0x80);
        room[at++] = (byte)rest;
        Length += at;
    }

    /// <summary>An identifier in 16 bytes.</summary>
    public void Guid(Guid value)
    {
        value.TryWriteBytes(Room(16), bigEndian: true, out _);
        Length += 16;
    }

    /// <summary>Text; null is written as "".</summary>
    public void Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Byte(0);
            return;
        }
        Count(Encoding.UTF8.GetByteCount(value));
        Length += Encoding.UTF8.GetBytes(value, Room(Encoding.UTF8.GetMaxByteCount(value.Length)));
    }

    /// <summary>An address and port; the default takes one byte.</summary>
    public void Endpoint(in IpEndpoint value)
    {
        if (value == default)
        {
            Byte(0);
            return;
        }
        Byte(1);
        BinaryPrimitives.WriteUInt128BigEndian(Room(16), value.Address);
        Length += 16;
        Count(value.Port);
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        return _bytes.AsSpan(Length);
    }
}
