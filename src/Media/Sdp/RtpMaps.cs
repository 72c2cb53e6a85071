using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>What the a=rtpmap attributes of one stream say (RFC 8866 §6.6), and the fixed payload types for the rest.</summary>
internal sealed class RtpMaps
{
    private const uint HighestClockRate = 10_000_000;

    private readonly Slice[] _names = new Slice[PayloadTypes.Count];
    private readonly int[] _clockRates = new int[PayloadTypes.Count];

    public void Clear()
    {
        Array.Clear(_names);
        Array.Clear(_clockRates);
    }

    /// <summary>Reads payload-type SP encoding-name "/" clock-rate ["/" parameters]; what is none is passed over.</summary>
    public void Read(ReadOnlySpan<byte> body, Slice value)
    {
        var fields = new SdpFields(body, value);
        var payloadType = TypeOf(fields.Next().Of(body));
        var encoding = fields.Next();
        var text = encoding.Of(body);
        var slash = text.IndexOf((byte)'/');
        if (payloadType < 0 || slash <= 0) return;
        var rate = text[(slash + 1)..];
        var end = rate.IndexOf((byte)'/');
        if (!SdpFields.TryReadNumber(end < 0 ? rate : rate[..end], HighestClockRate, out var clockRate)) return;
        _names[payloadType] = new Slice(encoding.Offset, slash);
        _clockRates[payloadType] = (int)clockRate;
    }

    /// <summary>The name as the description has it; empty when it has none, whatever the type's fixed meaning.</summary>
    public Slice WrittenNameOf(int payloadType) => _names[payloadType];

    public ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> body, int payloadType) =>
        _names[payloadType].Length > 0 ? _names[payloadType].Of(body) : PayloadTypes.NameOf(payloadType);

    public int ClockRateOf(int payloadType) =>
        _names[payloadType].Length > 0 ? _clockRates[payloadType] : PayloadTypes.ClockRateOf(payloadType);

    /// <summary>The payload type that a field of an m= line or of a rtpmap names; -1 when it names none.</summary>
    public static int TypeOf(ReadOnlySpan<byte> field) =>
        SdpFields.TryReadNumber(field, PayloadTypes.Count - 1, out var payloadType) ? (int)payloadType : -1;
}
