using Tandem.Sip.Messages;

namespace Tandem.Switching.UserAgent;

/// <summary>What is checked of a request before it is carried out: its method first, then URI and extensions (RFC 3261 §8.2.1–8.2.3).</summary>
public static class RequestRules
{
    private static readonly string[] SupportedExtensions = ["path", "outbound", "100rel", "timer", "replaces"];

    /// <summary>What is wrong with the request; null when nothing is.</summary>
    public static RequestAnswer? Problem(SipMessage request)
    {
        if (request.Method is not (SipMethod.Register or SipMethod.Options) && !BelongsToCall(request)) return AnswerTo(request.Method);
        if (!SipUri.TryParse(request.RequestUri, out var uri)) return RequestAnswer.BadRequestUri;
        if (!(uri.IsSip || uri.IsSips)) return RequestAnswer.UnsupportedScheme;
        return HasUnsupportedExtension(request) ? RequestAnswer.BadExtension : null;
    }

    /// <summary>The answer to a method that is not REGISTER.</summary>
    public static RequestAnswer AnswerTo(SipMethod method) => method switch
    {
        SipMethod.Options => RequestAnswer.Options,
        SipMethod.Unknown => RequestAnswer.UnknownMethod,
        _ => RequestAnswer.MethodNotAllowed,
    };

    /// <summary>True for a request that begins a call or can only belong to one.</summary>
    public static bool BelongsToCall(SipMessage request) => request.Method switch
    {
        SipMethod.Invite or SipMethod.Ack or SipMethod.Cancel or SipMethod.Bye or SipMethod.Prack or SipMethod.Update or SipMethod.Info
            or SipMethod.Refer => true,
        SipMethod.Options or SipMethod.Message or SipMethod.Notify => !request.ToTag.IsEmpty,
        _ => false,
    };

    /// <summary>True when the option tag is one that we support.</summary>
    public static bool IsSupported(ReadOnlySpan<byte> optionTag)
    {
        foreach (var extension in SupportedExtensions)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(optionTag, extension)) return true;
        }
        return false;
    }

    private static bool HasUnsupportedExtension(SipMessage request)
    {
        // RFC 3261 §8.2.2.3: a CANCEL's Require is not looked at.
        if (!request.Has(HeaderName.Require) || request.Method == SipMethod.Cancel) return false;
        foreach (var tag in request.Values(HeaderName.Require))
        {
            if (!IsSupported(tag)) return true;
        }
        return false;
    }
}
