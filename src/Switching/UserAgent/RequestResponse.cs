using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Switching.UserAgent;

/// <summary>The answers that do not depend on the endpoint.</summary>
public enum RequestAnswer : byte
{
    /// <summary>200 with what we can do (RFC 3261 §11.2).</summary>
    Options,
    /// <summary>400: the Request-URI is no URI.</summary>
    BadRequestUri,
    /// <summary>416: the Request-URI is of a scheme we do not serve (§8.2.2.1).</summary>
    UnsupportedScheme,
    /// <summary>420: an extension in Require that we do not have (§8.2.2.3).</summary>
    BadExtension,
    /// <summary>405: a method that we know and do not serve (§8.2.1).</summary>
    MethodNotAllowed,
    /// <summary>501: a method that nobody here knows (§21.5.2).</summary>
    UnknownMethod,
    /// <summary>481: a request of a dialog that is not, or no more (§12.2.2).</summary>
    NoSuchTransaction,
}

/// <summary>Writes those answers.</summary>
internal static class RequestResponse
{
    private static ReadOnlySpan<byte> Allowed => "REGISTER, OPTIONS, INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, INFO, REFER"u8;

    public static RequestOutcome Write(SipMessage request, in Flow flow, RequestAnswer answer, ReadOnlySpan<byte> toTag, Span<byte> into, out int length)
    {
        var status = Status(answer);
        var writer = new ResponseWriter(into, request, flow, status, Phrase(answer), toTag);
        switch (answer)
        {
            case RequestAnswer.Options:
                writer.Header("Allow"u8, Allowed);
                writer.Header("Supported"u8, "path, outbound, 100rel, timer, replaces"u8);
                break;
            case RequestAnswer.MethodNotAllowed or RequestAnswer.UnknownMethod:
                writer.Header("Allow"u8, Allowed);
                break;
            case RequestAnswer.BadExtension:
                WriteUnsupported(ref writer, request);
                break;
        }
        length = writer.End();
        return new RequestOutcome(RequestKind.Other, request.Method, status);
    }

    private static int Status(RequestAnswer answer) => answer switch
    {
        RequestAnswer.Options => 200,
        RequestAnswer.BadRequestUri => 400,
        RequestAnswer.MethodNotAllowed => 405,
        RequestAnswer.UnsupportedScheme => 416,
        RequestAnswer.BadExtension => 420,
        RequestAnswer.NoSuchTransaction => 481,
        _ => 501,
    };

    private static ReadOnlySpan<byte> Phrase(RequestAnswer answer) => answer switch
    {
        RequestAnswer.Options => "OK"u8,
        RequestAnswer.BadRequestUri => "Bad Request-URI"u8,
        RequestAnswer.MethodNotAllowed => "Method Not Allowed"u8,
        RequestAnswer.UnsupportedScheme => "Unsupported URI Scheme"u8,
        RequestAnswer.BadExtension => "Bad Extension"u8,
        RequestAnswer.NoSuchTransaction => "Call/Transaction Does Not Exist"u8,
        _ => "Not Implemented"u8,
    };

    private static void WriteUnsupported(ref ResponseWriter writer, SipMessage request)
    {
        writer.BeginHeader("Unsupported"u8);
        var first = true;
        foreach (var tag in request.Values(HeaderName.Require))
        {
            if (RequestRules.IsSupported(tag)) continue;
            if (!first) writer.Append(", "u8);
            writer.Append(tag);
            first = false;
        }
        writer.EndHeader();
    }
}
