using System.Buffers.Binary;
using System.Numerics;
using Tandem.Switching.Records;

namespace Tandem.Storage.Journals;

/// <summary>What an entry of the call journal tells. The numbers stand in files.</summary>
internal enum CallEntryKind : byte
{
    /// <summary>A call was answered: the whole record.</summary>
    Answered = 1,
    /// <summary>A call goes on: its identifier and the time.</summary>
    GoesOn = 2,
    /// <summary>A call is over: the whole record.</summary>
    Ended = 3,
    /// <summary>A call goes on that was answered in an earlier file: the time and the whole record.</summary>
    Restated = 4,
}

/// <summary>One entry of the call journal: length and checksum in 4 bytes each, the kind, and what it tells.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Id">The call.</param>
/// <param name="At">When a call was known to go on; 0 for the other kinds.</param>
/// <param name="Record">The record; null for <see cref="CallEntryKind.GoesOn"/>.</param>
internal readonly record struct CallEntry(CallEntryKind Kind, Guid Id, long At, CallRecord? Record)
{
    /// <summary>The bytes before what the length counts.</summary>
    public const int HeadLength = 8;

    /// <summary>Longer ones are none: no record comes near it.</summary>
    public const int MaxLength = 4 << 20;

    /// <summary>Appends an entry.</summary>
    public static void Write(EntryWriter to, CallEntryKind kind, CallRecord record, long at)
    {
        var head = to.Reserve(HeadLength);
        to.Byte((byte)kind);
        if (kind is CallEntryKind.GoesOn or CallEntryKind.Restated) to.Long(at);
        if (kind is CallEntryKind.GoesOn) to.Guid(record.Id);
        else CallRecordFormat.Write(to, record);
        var entry = to.From(head);
        BinaryPrimitives.WriteInt32LittleEndian(entry, entry.Length - HeadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Checksum(entry[HeadLength..]));
    }

    /// <summary>The length of the entry at the beginning of the bytes, head included; 0 when there is no whole and sound one.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadLength) return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length is < 1 or > MaxLength || bytes.Length - HeadLength < length) return 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == Checksum(bytes.Slice(HeadLength, length)) ? HeadLength + length : 0;
    }

    /// <summary>Reads a sound entry, head included.</summary>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static CallEntry Read(ReadOnlySpan<byte> entry)
    {
        var from = new EntryReader(entry[HeadLength..]);
        var kind = (CallEntryKind)from.Byte();
        var at = kind is CallEntryKind.GoesOn or CallEntryKind.Restated ? from.Long() : 0;
        switch (kind)
        {
            case CallEntryKind.GoesOn:
                return new CallEntry(kind, from.Guid(), at, null);
            case CallEntryKind.Answered or CallEntryKind.Ended or CallEntryKind.Restated:
                var record = CallRecordFormat.Read(ref from);
                return new CallEntry(kind, record.Id, at, record);
            default:
                throw new InvalidDataException($"There is no entry of kind {(byte)kind}.");
        }
    }

    // CRC-32C (RFC 3720 §B.4), eight bytes a step; the processor has an instruction for it.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
