using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>The option tags of Supported, Require and Unsupported (RFC 3261 §19.2).</summary>
public static class OptionTags
{
    /// <summary>Reliable provisional answers (RFC 3262).</summary>
    public static ReadOnlySpan<byte> Reliable => "100rel"u8;

    /// <summary>Session timers (RFC 4028).</summary>
    public static ReadOnlySpan<byte> Timer => "timer"u8;

    /// <summary>The Replaces header field (RFC 3891).</summary>
    public static ReadOnlySpan<byte> Replaces => "replaces"u8;

    /// <summary>True when a header field of tags, as Supported, has this one.</summary>
    public static bool Has(SipMessage message, HeaderName name, ReadOnlySpan<byte> tag)
    {
        foreach (var value in message.Values(name))
        {
            if (Grammar.EqualsIgnoreCase(value, tag)) return true;
        }
        return false;
    }
}
