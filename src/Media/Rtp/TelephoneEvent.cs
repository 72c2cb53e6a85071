using System.Buffers.Binary;

namespace Tandem.Media.Rtp;

/// <summary>The payload of a telephone event packet (RFC 4733 §2.3).</summary>
/// <param name="Code">The event: 0–9 the digits, 10 *, 11 #, 12–15 A–D.</param>
/// <param name="IsEnd">True in the packets that tell its end.</param>
/// <param name="Volume">The power in −dBm0, 0–63.</param>
/// <param name="Duration">How long it has lasted by now, in units of the RTP clock.</param>
public readonly record struct TelephoneEvent(byte Code, bool IsEnd, byte Volume, ushort Duration)
{
    /// <summary>Bytes of an event.</summary>
    public const int Length = 4;

    /// <summary>True for a key of a telephone.</summary>
    public bool IsDtmf => Code <= 15;

    /// <summary>The key: 0–9, *, #, A–D; a NUL when it is none.</summary>
    public char Key => IsDtmf ? "0123456789*#ABCD"[Code] : '\0';

    /// <summary>Reads an event; false when the payload is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out TelephoneEvent telephoneEvent)
    {
        telephoneEvent = default;
        if (payload.Length < Length) return false;
        telephoneEvent = new TelephoneEvent(
            payload[0], (payload[1] & 0x80) != 0, (byte)(payload[1] & 0x3F), BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }
}
