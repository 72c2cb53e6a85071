using System.Globalization;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>The Session-Expires header field (RFC 4028 §4): delta-seconds *( SEMI ( "refresher=" ( "uas" / "uac" ) / generic-param ) ).</summary>
/// <param name="Seconds">The session interval.</param>
/// <param name="Refresher">Who refreshes.</param>
public readonly record struct SessionExpires(uint Seconds, Refresher Refresher)
{
    /// <summary>The longest written value.</summary>
    public const int MaxLength = 24;

    /// <summary>Reads the header field; false when it is absent or malformed.</summary>
    public static bool TryRead(SipMessage message, out SessionExpires sessionExpires)
    {
        sessionExpires = default;
        if (!HeaderNumber.TryReadAlone(message.First(HeaderName.SessionExpires), out var seconds, out var parameters)) return false;
        sessionExpires = new SessionExpires(seconds, RefresherOf(parameters));
        return true;
    }

    /// <summary>Writes the value; returns its length.</summary>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    public int Write(Span<byte> to)
    {
        Seconds.TryFormat(to, out var length, default, CultureInfo.InvariantCulture);
        var parameter = Refresher switch
        {
            Refresher.Uac => ";refresher=uac"u8,
            Refresher.Uas => ";refresher=uas"u8,
            _ => [],
        };
        parameter.CopyTo(to[length..]);
        return length + parameter.Length;
    }

    private static Refresher RefresherOf(ReadOnlySpan<byte> parameters) =>
        !Parameters.TryGet(parameters, "refresher"u8, out var who) ? Refresher.Unsaid
        : Grammar.EqualsIgnoreCase(who, "uac"u8) ? Refresher.Uac
        : Grammar.EqualsIgnoreCase(who, "uas"u8) ? Refresher.Uas
        : Refresher.Unsaid;
}
