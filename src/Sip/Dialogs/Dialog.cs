using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// One dialog as one side of it sees it (RFC 3261 §12): tags, targets, route set, CSeq numbers. It sends nothing; it writes
/// the head of requests and says whether a request that came belongs to it and is in order.
/// </summary>
public sealed class Dialog
{
    private readonly byte[] _callId;
    private readonly byte[] _local;
    private readonly byte[] _remote;
    private byte[] _remoteTag = [];
    private byte[] _target;
    private RouteSet _routes;

    private Dialog(LocalId localTag, byte[] callId, byte[] local, byte[] remote, byte[] target, in RouteSet routes, in Flow flow)
    {
        LocalTag = localTag;
        _callId = callId;
        _local = local;
        _remote = remote;
        _target = target;
        _routes = routes;
        Flow = flow;
    }

    /// <summary>Our tag.</summary>
    public LocalId LocalTag { get; }

    /// <summary>The Call-ID.</summary>
    public ReadOnlySpan<byte> CallId => _callId;

    /// <summary>The peer's tag; empty until a response brought one.</summary>
    public ReadOnlySpan<byte> RemoteTag => _remoteTag;

    /// <summary>The peer's Contact, the Request-URI of requests to it (§12.2.1.1).</summary>
    public ReadOnlySpan<byte> RemoteTarget => _target;

    /// <summary>The URI that says where requests go first: the nearest proxy of the route set, else the target.</summary>
    public ReadOnlySpan<byte> NextHop => _routes.IsEmpty ? _target : _routes.Nearest;

    /// <summary>
    /// Where requests go: the flow of the latest request from the peer, or that of the first INVITE. Whoever resolves
    /// <see cref="NextHop"/> instead puts the result here.
    /// </summary>
    public Flow Flow { get; set; }

    /// <summary>The number of our latest request; 0 before the first.</summary>
    public uint LocalSequence { get; private set; }

    /// <summary>The number of the peer's latest request; null before the first.</summary>
    public uint? RemoteSequence { get; private set; }

    /// <summary>True once a 2xx made it a confirmed dialog; that of a server is so for its own side from the start.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>The dialog that an INVITE begins at its server (§12.1.1).</summary>
    /// <param name="invite">The INVITE.</param>
    /// <param name="localTag">The tag that our answers carry.</param>
    /// <param name="flow">What it came in on; later requests go there.</param>
    public static Dialog OfServer(SipMessage invite, LocalId localTag, in Flow flow)
    {
        var contact = DialogText.ContactOf(invite);
        // Without the Contact that an INVITE must have (§8.1.1.8) From is the best there is.
        var target = DialogText.RequestUri(contact.IsEmpty ? invite.From.Uri : contact);
        return new Dialog(
            localTag,
            invite.CallId.ToArray(),
            DialogText.WithoutTag(invite.First(HeaderName.To)),
            DialogText.WithoutTag(invite.First(HeaderName.From)),
            target,
            RouteSet.OfRequest(invite),
            flow)
        {
            _remoteTag = invite.FromTag.ToArray(),
            RemoteSequence = invite.CSeq.Number,
            IsConfirmed = true,
        };
    }

    /// <summary>What an INVITE of ours begins (§12.1.2): no remote tag yet.</summary>
    /// <param name="localTag">Our From tag.</param>
    /// <param name="callId">The Call-ID.</param>
    /// <param name="local">The whole From value without tag, such as "Ann" &lt;sip:100@192.0.2.1&gt;.</param>
    /// <param name="remote">The whole To value without tag.</param>
    /// <param name="target">The Request-URI.</param>
    /// <param name="route">A Route value for the first request, as a binding's Path; empty = none.</param>
    /// <param name="flow">What requests are sent on.</param>
    public static Dialog OfClient(LocalId localTag, ReadOnlySpan<byte> callId, ReadOnlySpan<byte> local, ReadOnlySpan<byte> remote,
        ReadOnlySpan<byte> target, ReadOnlySpan<byte> route, in Flow flow) =>
        new(localTag, callId.ToArray(), local.ToArray(), remote.ToArray(), DialogText.RequestUri(target), RouteSet.Of(route), flow);

    /// <summary>
    /// Takes an answer to a request of ours. 101–299 to the first INVITE gives remote tag, route set and target (§12.1.2), a
    /// later one a new target only (§12.2.1.2). An answer with another remote tag than before makes this the dialog of that
    /// other fork while none is confirmed; false when one is confirmed and the tag is another.
    /// </summary>
    public bool Take(SipMessage response)
    {
        if (response.StatusCode is 100 or >= 300) return true;
        if (!IsConfirmed && response.Method == SipMethod.Invite)
        {
            Establish(response);
            return true;
        }
        if (!response.ToTag.SequenceEqual(_remoteTag)) return false;
        if (response.StatusCode >= 200 && IsTargetRefresh(response.Method)) TakeTarget(response);
        return true;
    }

    /// <summary>
    /// The dialog of another fork's 2xx to the INVITE of this one, so that it can be acknowledged and ended (§13.2.2.4).
    /// </summary>
    public Dialog OfFork(SipMessage response)
    {
        var fork = new Dialog(LocalTag, _callId, _local, _remote, _target, default, Flow) { LocalSequence = LocalSequence };
        fork.Establish(response);
        return fork;
    }

    /// <summary>The dialog as it stands, for whoever goes on with it.</summary>
    public Dialog Copy() => (Dialog)MemberwiseClone();

    /// <summary>True when Call-ID and both tags are this dialog's.</summary>
    public bool Matches(SipMessage request) =>
        LocalId.TryParseTag(request.ToTag, out var tag) && tag == LocalTag
        && request.FromTag.SequenceEqual(_remoteTag) && request.CallId.SequenceEqual(_callId);

    /// <summary>
    /// Notes the number of a request from the peer (§12.2.2): false when it is lower than or the same as one seen, which is to be
    /// answered 500. ACK and CANCEL are not to be given here. A target refresh (INVITE, UPDATE) takes its Contact over.
    /// </summary>
    public bool Accept(SipMessage request, in Flow flow)
    {
        if (request.CSeq.Number <= RemoteSequence) return false;
        RemoteSequence = request.CSeq.Number;
        Flow = flow;
        if (IsTargetRefresh(request.Method)) TakeTarget(request);
        return true;
    }

    /// <summary>
    /// Begins a request in the dialog (§12.2.1.1), or the INVITE that shall make it one: request line, Via with rport,
    /// Max-Forwards, Route, From, To, Call-ID, CSeq. The caller adds the other header fields and ends it.
    /// </summary>
    /// <param name="buffer">Where it is written.</param>
    /// <param name="method">The method; not CANCEL, which the transaction layer writes.</param>
    /// <param name="branch">The branch of its Via.</param>
    /// <param name="local">Our address for this flow, as sent-by.</param>
    /// <param name="sequence">The number for ACK: that of its INVITE; 0 = the next one.</param>
    /// <param name="maxForwards">Max-Forwards.</param>
    public RequestWriter Begin(
        Span<byte> buffer, SipMethod method, LocalId branch, scoped in IpEndpoint local, uint sequence = 0, int maxForwards = 70)
    {
        var number = sequence == 0 ? ++LocalSequence : sequence;
        var writer = new RequestWriter(buffer);
        writer.Begin(method.Name(), _routes.IsLoose ? _target : DialogText.RequestUri(_routes.Nearest));
        DialogHeaders.Via(ref writer, Flow.Transport, local, branch);
        writer.Header("Max-Forwards"u8, maxForwards);
        DialogHeaders.Route(ref writer, _routes, _target);
        DialogHeaders.From(ref writer, _local, LocalTag);
        DialogHeaders.To(ref writer, _remote, _remoteTag);
        writer.Header("Call-ID"u8, _callId);
        DialogHeaders.CSeq(ref writer, number, method);
        return writer;
    }

    private static bool IsTargetRefresh(SipMethod method) => method is SipMethod.Invite or SipMethod.Update;

    // §12.1.2, and again for the 2xx after an early answer (§13.2.2.4). An answer without a tag makes no dialog.
    private void Establish(SipMessage response)
    {
        IsConfirmed = response.StatusCode >= 200;
        if (response.ToTag.IsEmpty) return;
        if (!response.ToTag.SequenceEqual(_remoteTag))
        {
            _remoteTag = response.ToTag.ToArray();
            RemoteSequence = null;
        }
        _routes = RouteSet.OfResponse(response);
        TakeTarget(response);
    }

    private void TakeTarget(SipMessage message)
    {
        var contact = DialogText.ContactOf(message);
        if (!contact.IsEmpty && !contact.SequenceEqual(_target)) _target = DialogText.RequestUri(contact);
    }
}
