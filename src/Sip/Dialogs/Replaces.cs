using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// The Replaces header field (RFC 3891 §6.1): callid *( SEMI ( to-tag / from-tag / early-flag / generic-param ) ). It names a
/// dialog at whoever receives it: its To tag is the receiver's own tag.
/// </summary>
public readonly ref struct Replaces
{
    private const int MaxEscaped = 1024;

    /// <summary>A value to be written.</summary>
    public Replaces(ReadOnlySpan<byte> callId, ReadOnlySpan<byte> toTag, ReadOnlySpan<byte> fromTag, bool isEarlyOnly = false)
    {
        CallId = callId;
        ToTag = toTag;
        FromTag = fromTag;
        IsEarlyOnly = isEarlyOnly;
    }

    /// <summary>The Call-ID of the dialog.</summary>
    public ReadOnlySpan<byte> CallId { get; }

    /// <summary>The receiver's tag.</summary>
    public ReadOnlySpan<byte> ToTag { get; }

    /// <summary>The tag of the receiver's peer.</summary>
    public ReadOnlySpan<byte> FromTag { get; }

    /// <summary>True when the dialog is to be replaced only while it is early.</summary>
    public bool IsEarlyOnly { get; }

    /// <summary>Reads the header field of a request; false when it is absent, malformed or there more than once (§3: 400).</summary>
    public static bool TryRead(SipMessage request, out Replaces replaces)
    {
        replaces = default;
        var values = request.Values(HeaderName.Replaces);
        if (!values.MoveNext()) return false;
        var value = values.Current;
        return !values.MoveNext() && TryParse(value, out replaces);
    }

    /// <summary>Reads a value; false when it is malformed or one of the tags is missing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out Replaces replaces)
    {
        replaces = default;
        var semicolon = value.IndexOf((byte)';');
        if (semicolon < 0) return false;
        var callId = value[..Grammar.TrimEnd(value, 0, semicolon)];
        var parameters = value[semicolon..];
        if (callId.IsEmpty || callId.ContainsAny(Grammar.LinearWhiteSpace) || !Parameters.AreWellFormed(parameters)) return false;
        if (!Parameters.TryGet(parameters, "to-tag"u8, out var toTag) || !Parameters.TryGet(parameters, "from-tag"u8, out var fromTag)) return false;
        replaces = new Replaces(callId, toTag, fromTag, Parameters.TryGet(parameters, "early-only"u8, out _));
        return true;
    }

    /// <summary>Writes the value; returns its length, 0 when it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        const int Names = 9 + 11 + 11;
        if (to.Length < CallId.Length + ToTag.Length + FromTag.Length + Names) return 0;
        var length = Put(CallId, to);
        length += Put(";to-tag="u8, to[length..]);
        length += Put(ToTag, to[length..]);
        length += Put(";from-tag="u8, to[length..]);
        length += Put(FromTag, to[length..]);
        return IsEarlyOnly ? length + Put(";early-only"u8, to[length..]) : length;
    }

    /// <summary>
    /// Writes the value as a header of a Refer-To URI has it, everything but letters, digits and a few marks escaped; returns
    /// its length, 0 when it does not fit.
    /// </summary>
    public int WriteEscaped(Span<byte> to)
    {
        Span<byte> plain = stackalloc byte[MaxEscaped];
        return UriEscapes.Encode(plain[..Write(plain)], to);
    }

    private static int Put(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text.CopyTo(to);
        return text.Length;
    }
}
