using System.Globalization;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>One value of the Reason header field (RFC 3326 §2): protocol *( SEMI ( "cause=" code / "text=" quoted-string ) ).</summary>
public readonly ref struct Reason
{
    /// <summary>A reason to be written.</summary>
    public Reason(ReadOnlySpan<byte> protocol, int cause, ReadOnlySpan<byte> text)
    {
        Protocol = protocol;
        Cause = cause;
        Text = text;
    }

    /// <summary>Whose cause it is: SIP or Q.850, or another token.</summary>
    public ReadOnlySpan<byte> Protocol { get; }

    /// <summary>The cause, a SIP status or a Q.850 cause value; 0 when there is none.</summary>
    public int Cause { get; }

    /// <summary>The text between its quotes, escapes untouched; empty when there is none.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Finds the first well-formed value of a protocol, as "SIP" or "Q.850".</summary>
    public static bool TryRead(SipMessage message, ReadOnlySpan<byte> protocol, out Reason reason)
    {
        foreach (var value in message.Values(HeaderName.Reason))
        {
            if (TryParse(value, out reason) && Grammar.EqualsIgnoreCase(reason.Protocol, protocol)) return true;
        }
        reason = default;
        return false;
    }

    /// <summary>Reads one value; false when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out Reason reason)
    {
        reason = default;
        var end = Grammar.SkipToken(value, 0);
        var parameters = value[end..];
        if (end == 0 || !Parameters.AreWellFormed(parameters)) return false;
        uint cause = 0;
        if (Parameters.TryGet(parameters, "cause"u8, out var digits) && !Grammar.TryReadNumber(digits, 999, out cause)) return false;
        Parameters.TryGet(parameters, "text"u8, out var text);
        reason = new Reason(value[..end], (int)cause, text);
        return true;
    }

    /// <summary>Writes the value; returns its length, 0 when it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        // protocol ";cause=" 3DIGIT ";text=" DQUOTE text DQUOTE
        if (to.Length < Protocol.Length + Text.Length + 18) return 0;
        Protocol.CopyTo(to);
        var length = Protocol.Length;
        if (Cause > 0)
        {
            length += Put(";cause="u8, to[length..]);
            Cause.TryFormat(to[length..], out var digits, default, CultureInfo.InvariantCulture);
            length += digits;
        }
        if (Text.IsEmpty) return length;
        length += Put(";text=\""u8, to[length..]);
        length += Put(Text, to[length..]);
        return length + Put("\""u8, to[length..]);
    }

    private static int Put(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text.CopyTo(to);
        return text.Length;
    }
}
