using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// One dialog as one side of it sees it (RFC 3261 §12): tags, targets, route set, CSeq numbers. It sends nothing; it writes
/// the head of requests and says whether a request that came belongs to it and is in order.
/// </summary>
public sealed class Dialog
{
    private Dialog()
    {
    }

    /// <summary>Our tag.</summary>
    public LocalId LocalTag { get; }

    /// <summary>The Call-ID.</summary>
    public ReadOnlySpan<byte> CallId => [];

    /// <summary>The peer's tag; empty until a response brought one.</summary>
    public ReadOnlySpan<byte> RemoteTag => [];

    /// <summary>Where requests go: the flow of the latest message from the peer, or that of the first INVITE.</summary>
    public Flow Flow { get; }

    /// <summary>The number of our latest request.</summary>
    public uint LocalSequence { get; }

    /// <summary>The dialog that an INVITE begins at its server (§12.1.1).</summary>
    /// <param name="invite">The INVITE.</param>
    /// <param name="localTag">The tag that our answers carry.</param>
    /// <param name="flow">What it came in on; later requests go there.</param>
    public static Dialog OfServer(SipMessage invite, LocalId localTag, in Flow flow) => throw new NotSupportedException();

    /// <summary>What an INVITE of ours begins (§12.1.2): no remote tag yet.</summary>
    /// <param name="localTag">Our From tag.</param>
    /// <param name="callId">The Call-ID.</param>
    /// <param name="local">The whole From value without tag, such as "Ann" &lt;sip:100@192.0.2.1&gt;.</param>
    /// <param name="remote">The whole To value without tag.</param>
    /// <param name="target">The Request-URI.</param>
    /// <param name="route">A Route value for the first request, as a binding's Path; empty = none.</param>
    /// <param name="flow">What requests are sent on.</param>
    public static Dialog OfClient(LocalId localTag, ReadOnlySpan<byte> callId, ReadOnlySpan<byte> local, ReadOnlySpan<byte> remote,
        ReadOnlySpan<byte> target, ReadOnlySpan<byte> route, in Flow flow) => throw new NotSupportedException();

    /// <summary>
    /// Takes a 101–299 answer to our INVITE: remote tag, route set and target (§12.1.2). An answer with another remote tag than
    /// before makes this the dialog of that other fork while none is confirmed; false when one is confirmed and the tag is another.
    /// </summary>
    public bool Take(SipMessage response) => throw new NotSupportedException();

    /// <summary>True when Call-ID and both tags are this dialog's.</summary>
    public bool Matches(SipMessage request) => throw new NotSupportedException();

    /// <summary>
    /// Notes the number of a request from the peer (§12.2.2): false when it is lower than or the same as one seen, which is to be
    /// answered 500. ACK and CANCEL are not to be given here. A target refresh (INVITE, UPDATE) takes its Contact over.
    /// </summary>
    public bool Accept(SipMessage request, in Flow flow) => throw new NotSupportedException();

    /// <summary>
    /// Begins a request in the dialog (§12.2.1.1): request line, Via with rport, Max-Forwards, Route, From, To, Call-ID, CSeq. The
    /// caller adds the other header fields and ends it. An ACK or CANCEL has the number of its INVITE, any other the next one.
    /// </summary>
    /// <param name="buffer">Where it is written.</param>
    /// <param name="method">The method.</param>
    /// <param name="branch">The branch of its Via.</param>
    /// <param name="local">Our address for this flow, as sent-by.</param>
    /// <param name="sequence">The number for ACK: that of its INVITE; 0 = the next one.</param>
    /// <param name="maxForwards">Max-Forwards.</param>
    public RequestWriter Begin(Span<byte> buffer, SipMethod method, LocalId branch, in IpEndpoint local, uint sequence = 0, int maxForwards = 70) =>
        throw new NotSupportedException();
}
