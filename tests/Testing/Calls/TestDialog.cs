using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;

namespace Tandem.Testing.Calls;

/// <summary>One dialog of a <see cref="TestParty"/>: it remembers tags, targets and numbers so that a test need not.</summary>
public sealed class TestDialog
{
    private readonly TestParty _party;
    private readonly string _callId;
    private readonly string _localTag;
    private string _local;
    private string _remote;
    private string _target;
    private SentMessage? _invite;
    private int _sequence;
    private int _branch;
    private int _lastBranch;
    private int _inviteSequence;
    private int _inviteBranch;
    private string? _refused;
    private string _last = "";

    internal TestDialog(TestParty party, string callee, string callId, string localTag)
    {
        _party = party;
        _callId = callId;
        _localTag = localTag;
        _local = $"<sip:{party.Number}@192.0.2.1>;tag={localTag}";
        _remote = $"<sip:{callee}@192.0.2.1>";
        _target = $"sip:{callee}@192.0.2.1";
    }

    /// <summary>The INVITE that came last, for the callee's side.</summary>
    public SentMessage Invited => _invite ?? throw new InvalidOperationException("No INVITE has come.");

    /// <summary>The Max-Forwards of its requests.</summary>
    public int MaxForwards { get; init; } = 70;

    /// <summary>The display name in From as it is written.</summary>
    public string Display { get; init; } = "";

    /// <summary>The Call-ID.</summary>
    public string CallId => _callId;

    /// <summary>The tag of this side.</summary>
    public string LocalTag => _localTag;

    /// <summary>The tag of the switch.</summary>
    public string RemoteTag => _remote[(_remote.IndexOf(";tag=", StringComparison.Ordinal) + 5)..];

    /// <summary>The branch of the request sent last.</summary>
    public string LastBranch => $"z9hG4bK-{_callId}-{_localTag}-{_lastBranch}";

    /// <summary>Takes the next message that came to the party; answers that make the dialog are learned from.</summary>
    public SentMessage Take(string start)
    {
        var message = _party.Take(start);
        if (message.Text.StartsWith("INVITE ", StringComparison.Ordinal)) _invite = message;
        // The ACK of a refusal belongs to the INVITE's own transaction (RFC 3261 §17.1.1.3).
        else if (message.Text.StartsWith("SIP/2.0", StringComparison.Ordinal) && message.Status >= 300 && message.Header("CSeq").EndsWith("INVITE", StringComparison.Ordinal)) _refused = message.Header("To");
        if (!message.Text.StartsWith("SIP/2.0 1", StringComparison.Ordinal) && !message.Text.StartsWith("SIP/2.0 2", StringComparison.Ordinal)) return message;
        if (message.Header("To").Contains(";tag=", StringComparison.Ordinal) && message.Header("CSeq").EndsWith("INVITE", StringComparison.Ordinal))
        {
            _remote = message.Header("To");
            if (message.Headers("Contact") is [var contact]) _target = contact.Trim('<', '>');
        }
        return message;
    }

    /// <summary>Sends a request in the dialog.</summary>
    public void Request(string method, string? sdp = null, string headers = "", int? sequence = null)
    {
        var number = sequence ?? (method is "ACK" or "CANCEL" ? _inviteSequence : ++_sequence);
        _lastBranch = method == "CANCEL" || (method == "ACK" && _refused is not null) ? _inviteBranch : ++_branch;
        if (method == "INVITE") (_refused, _inviteSequence, _inviteBranch) = (null, number, _lastBranch);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{method} {_target} SIP/2.0\r\nVia: SIP/2.0/{Encoding.ASCII.GetString(_party.Flow.Transport.ViaName())} {_party.Address};branch={LastBranch};rport\r\nMax-Forwards: {MaxForwards}\r\n")
            .Append(CultureInfo.InvariantCulture, $"From: {Display}{_local}\r\nTo: {(method == "CANCEL" ? Untagged(_remote) : method == "ACK" && _refused is { } refusal ? refusal : _remote)}\r\nCall-ID: {_callId}\r\nCSeq: {number} {method}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Contact: <sip:{_party.Number}@{_party.Address}>\r\n").Append(headers);
        _last = TestParty.Body(text, sdp);
        _party.Send(_last);
    }

    /// <summary>Sends the request sent last once more, as it was.</summary>
    public void Repeat() => _party.Send(_last);

    /// <summary>Another fork of the INVITE that came: an answer with another tag makes another dialog.</summary>
    public TestDialog Fork(string tag) => OfInvite(_party, Invited, tag);

    /// <summary>Acknowledges the final answer to the INVITE sent last.</summary>
    public void Ack(string? sdp = null, int? sequence = null) => Request("ACK", sdp, "", sequence);

    /// <summary>Answers the INVITE that came last.</summary>
    public void Reply(int status, string phrase, string? sdp = null, string headers = "", bool hasContact = true) =>
        _party.Reply(Invited, status, phrase, status == 100 ? null : _localTag, sdp, headers, hasContact);

    /// <summary>Refuses the INVITE that came last and takes the ACK.</summary>
    public void Refuse(int status, string phrase, string headers = "", bool takesAck = true)
    {
        Reply(status, phrase, null, headers);
        if (takesAck) _party.Take("ACK ");
    }

    /// <summary>Answers a request of the other side with 200 as soon as it is taken.</summary>
    public SentMessage Accept(string start)
    {
        var request = Take(start);
        Reply(request, 200, "OK");
        return request;
    }

    /// <summary>Answers any other request.
    public void Reply(SentMessage request, int status, string phrase, string? sdp = null, string headers = "") =>
        _party.Reply(request, status, phrase, _localTag, sdp, headers);

    internal static TestDialog OfInvite(TestParty party, SentMessage invite, string localTag)
    {
        var contact = invite.Header("Contact").Trim('<', '>');
        return new TestDialog(party, "", invite.Header("Call-ID"), localTag)
        {
            _invite = invite, _target = contact, _remote = invite.Header("From"), _local = $"{invite.Header("To")};tag={localTag}", _sequence = 1000,
        };
    }

    private static string Untagged(string address) => address.Split(";tag=")[0];
}
