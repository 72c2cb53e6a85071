using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;

namespace Tandem.Testing.Calls;

/// <summary>A user agent at one address that does what the test says and checks nothing by itself: a phone, a customer's or a carrier's gateway.</summary>
public sealed class TestParty
{
    private readonly CallScene _scene;
    private readonly Queue<SentMessage> _inbox = new();
    private int _count;

    internal TestParty(CallScene scene, string number, string address, SipTransport transport)
    {
        _scene = scene;
        Number = number;
        Address = address;
        IpEndpoint.TryParse(address, 5060, out var remote);
        Flow = new Flow(transport, 0, remote, transport == SipTransport.Udp ? 0 : scene.NewConnection());
    }

    /// <summary>Its number, the user of its From.</summary>
    public string Number { get; }

    /// <summary>Its address and port.</summary>
    public string Address { get; }

    /// <summary>What it sends on, and the switch to it.</summary>
    public Flow Flow { get; internal set; }

    /// <summary>The shard whose socket takes what it sends, unless a mark in it says another.</summary>
    public int Shard { get; set; }

    /// <summary>How many messages it has not looked at.</summary>
    public int Waiting => _inbox.Count;

    /// <summary>A usual session description.</summary>
    public string Sdp(int port = 4000, string codec = "8", string? address = null, string direction = "sendrecv", int version = 1) =>
        $"v=0\r\no={Number} 77 {version} IN IP4 {address ?? Host}\r\ns=-\r\nc=IN IP4 {address ?? Host}\r\nt=0 0\r\nm=audio {port} RTP/AVP {codec} 101\r\n"
            + $"a=rtpmap:101 telephone-event/8000\r\na={direction}\r\n";

    /// <summary>Sends an INVITE that begins a call; the dialog answers what the test asks of it.</summary>
    /// <param name="callee">The called number.</param>
    /// <param name="sdp">The offer; null = none.</param>
    /// <param name="headers">Further header lines, each with its line end.</param>
    /// <param name="maxForwards">Its Max-Forwards.</param>
    /// <param name="display">The display name in From as it is to be written.</param>
    public TestDialog Invite(string callee, string? sdp = "", string headers = "", int maxForwards = 70, string display = "")
    {
        var dialog = new TestDialog(this, callee, $"call-{Number}-{++_count}", $"tag-{Number}-{_count}") { MaxForwards = maxForwards, Display = display };
        dialog.Request("INVITE", sdp is "" ? Sdp() : sdp, headers);
        return dialog;
    }

    /// <summary>Takes the next message that came; it must begin so.</summary>
    public SentMessage Take(string start)
    {
        if (!_inbox.TryDequeue(out var message)) throw new InvalidOperationException($"{Number} waits for '{start}', nothing came.");
        if (!message.Text.StartsWith(start, StringComparison.Ordinal))
            throw new InvalidOperationException($"{Number} waits for '{start}', but this came:\n{message.Text}");
        return message;
    }

    /// <summary>Takes an INVITE and begins the callee's side of a dialog with it.</summary>
    public TestDialog TakeInvite() => TestDialog.OfInvite(this, Take("INVITE "), $"tag-{Number}-{++_count}");

    /// <summary>Answers a request outside of what a dialog does by itself.</summary>
    public void Reply(SentMessage request, int status, string phrase, string? toTag, string? sdp = null, string headers = "", bool hasContact = true)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {phrase}\r\n");
        foreach (var via in request.Headers("Via")) text.Append(CultureInfo.InvariantCulture, $"Via: {via}\r\n");
        foreach (var route in request.Headers("Record-Route")) text.Append(CultureInfo.InvariantCulture, $"Record-Route: {route}\r\n");
        var to = request.Header("To");
        if (toTag is not null && !to.Contains(";tag=", StringComparison.Ordinal)) to += $";tag={toTag}";
        text.Append(CultureInfo.InvariantCulture, $"From: {request.Header("From")}\r\nTo: {to}\r\nCall-ID: {request.Header("Call-ID")}\r\nCSeq: {request.Header("CSeq")}\r\n");
        if (hasContact) text.Append(CultureInfo.InvariantCulture, $"Contact: <sip:{Number}@{Address}>\r\n");
        Send(Body(text.Append(headers), sdp));
    }

    /// <summary>Sends bytes as they are.</summary>
    public void Send(string message) => _scene.Deliver(this, message);

    internal static string Body(StringBuilder head, string? sdp)
    {
        // A test that gives another type of body has written it among the header lines.
        if (sdp is not null && !head.ToString().Contains("\r\nContent-Type:", StringComparison.Ordinal)) head.Append("Content-Type: application/sdp\r\n");
        return head.Append(CultureInfo.InvariantCulture, $"Content-Length: {sdp?.Length ?? 0}\r\n\r\n").Append(sdp).ToString();
    }

    internal void Receive(SentMessage message) => _inbox.Enqueue(message);

    private string Host => Address[..Address.LastIndexOf(':')];
}
