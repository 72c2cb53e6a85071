using System.Globalization;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>The RAck header field of a PRACK (RFC 3262 §7.2): response-num LWS CSeq-num LWS Method.</summary>
/// <param name="Response">The RSeq of the answer.</param>
/// <param name="Sequence">The CSeq number of the answer.</param>
/// <param name="Method">The CSeq method of the answer.</param>
public readonly record struct RAck(uint Response, uint Sequence, SipMethod Method)
{
    /// <summary>The longest written value.</summary>
    public const int MaxLength = 32;

    /// <summary>Reads the header field; false when it is absent or malformed.</summary>
    public static bool TryRead(SipMessage prack, out RAck rack)
    {
        rack = default;
        if (!HeaderNumber.TryRead(prack.First(HeaderName.RAck), out var response, out var rest)) return false;
        if (!HeaderNumber.TryRead(rest, out var sequence, out var method) || !Grammar.IsToken(method)) return false;
        rack = new RAck(response, sequence, SipMethods.Of(method));
        return true;
    }

    /// <summary>Writes the value; returns its length.</summary>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    public int Write(Span<byte> to)
    {
        Response.TryFormat(to, out var length, default, CultureInfo.InvariantCulture);
        to[length++] = (byte)' ';
        Sequence.TryFormat(to[length..], out var digits, default, CultureInfo.InvariantCulture);
        length += digits;
        to[length++] = (byte)' ';
        Method.Name().CopyTo(to[length..]);
        return length + Method.Name().Length;
    }
}
