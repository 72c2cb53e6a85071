using System.Globalization;
using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.CallLoad;

/// <summary>The messages of both parties, as text.</summary>
/// <param name="target">The switch or proxy.</param>
/// <param name="caller">The caller's port.</param>
/// <param name="callee">The callee's port.</param>
internal sealed class CallMessages(string target, int caller, int callee)
{
    /// <summary>What every called number begins with.</summary>
    public const string Prefix = "4930";

    private readonly string _run = Guid.NewGuid().ToString("n")[..8];

    public string Invite(LoadedCall call) =>
        Request("INVITE", $"sip:{Prefix}{call.Number}@{target}", call, $"<sip:{Prefix}{call.Number}@{target}>", 1, "")
        + $"Contact: <sip:493055501@127.0.0.1:{caller}>\r\n" + WithSdp(call.CallerMedia);

    /// <summary>The ACK of the 2xx that the caller got.</summary>
    public string Ack(LoadedCall call, SipMessage answer) => InDialog("ACK", call, answer, 1);

    /// <summary>The BYE in the dialog that the 2xx made.</summary>
    public string Bye(LoadedCall call, SipMessage answer) => InDialog("BYE", call, answer, 2);

    /// <summary>The callee's answer to a request.</summary>
    public string Answer(SipMessage request, string status, int media = 0)
    {
        var text = new StringBuilder($"SIP/2.0 {status}\r\n");
        for (var i = 0; i < request.HeaderCount; i++)
        {
            var name = request.NameAt(i);
            if (name is not (HeaderName.Via or HeaderName.RecordRoute or HeaderName.From or HeaderName.To or HeaderName.CallId or HeaderName.CSeq)) continue;
            text.Append(Text(request.NameTextAt(i))).Append(": ").Append(Text(request.ValueAt(i)));
            if (name == HeaderName.To && request.ToTag.IsEmpty) text.Append(CultureInfo.InvariantCulture, $";tag={_run}");
            text.Append("\r\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"Contact: <sip:127.0.0.1:{callee}>\r\n");
        return text.Append(media == 0 ? "Content-Length: 0\r\n\r\n" : WithSdp(media)).ToString();
    }

    /// <summary>The call whose caller a response is for; -1 when it is none of this run.</summary>
    public int NumberIn(SipMessage response)
    {
        var callId = Text(response.CallId).Split('-');
        return callId is [var number, var run] && run == _run && int.TryParse(number, CultureInfo.InvariantCulture, out var found) ? found : -1;
    }

    /// <summary>The call that an INVITE belongs to, by its number.</summary>
    public static int NumberOf(SipMessage invite) =>
        SipUri.TryParse(invite.RequestUri, out var uri) && int.TryParse(Text(uri.User)[Prefix.Length..], CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>Where an SDP wants audio; 0 when it does not say.</summary>
    public static int MediaIn(SipMessage message)
    {
        var sdp = Text(message.Body);
        var at = sdp.IndexOf("m=audio ", StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(sdp.AsSpan(at + 8, sdp.IndexOf(' ', at + 8) - at - 8), CultureInfo.InvariantCulture);
    }

    private string InDialog(string method, LoadedCall call, SipMessage answer, int cseq)
    {
        var routes = new StringBuilder();
        // RFC 3261 §12.1.2: in reverse order.
        for (var i = answer.HeaderCount - 1; i >= 0; i--)
        {
            if (answer.NameAt(i) == HeaderName.RecordRoute) routes.Append(CultureInfo.InvariantCulture, $"Route: {Text(answer.ValueAt(i))}\r\n");
        }
        var contact = NameAddress.TryParse(answer.First(HeaderName.Contact), out var address) ? Text(address.Uri) : $"sip:{target}";
        return Request(method, contact, call, Text(answer.First(HeaderName.To)), cseq, routes.ToString()) + "Content-Length: 0\r\n\r\n";
    }

    private string Request(string method, string uri, LoadedCall call, string to, int cseq, string routes) =>
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{caller};branch=z9hG4bK{_run}{call.Number}{method}\r\n{routes}Max-Forwards: 70\r\n"
        + $"From: <sip:493055501@127.0.0.1:{caller}>;tag={_run}{call.Number}\r\nTo: {to}\r\nCall-ID: {call.Number}-{_run}\r\nCSeq: {cseq} {method}\r\n";

    private static string WithSdp(int media)
    {
        var sdp = $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {media} RTP/AVP 8 101\r\n"
            + "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n";
        return $"Content-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}";
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
