using Tandem.Sip.Dialogs;
using Tandem.Sip.Transactions;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>The messages of one call as the peer and we send them.</summary>
internal static class LayerMessages
{
    public const string Invite = "INVITE sip:200@example.com SIP/2.0\n" + Head + "CSeq: 1 INVITE\n" + End;
    public const string Cancel = "CANCEL sip:200@example.com SIP/2.0\n" + Head + "CSeq: 1 CANCEL\n" + End;

    /// <summary>The ACK of a refusal: same branch, To tag of the answer.</summary>
    public static readonly string RefusalAck =
        ("ACK sip:200@example.com SIP/2.0\n" + Head + "CSeq: 1 ACK\n" + End).Replace("200@example.com>", "200@example.com>;tag=our-tag");

    /// <summary>The ACK of a 2xx: a branch of its own.</summary>
    public static readonly string SuccessAck = RefusalAck.Replace("z9hG4bKinv", "z9hG4bKack");

    public const string Bye = "BYE sip:tm@192.0.2.1 SIP/2.0\n" + ByeHead + "CSeq: 2 BYE\n" + End;

    public const string OwnInvite =
        """
        INVITE sip:300@203.0.113.9 SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=BRANCH;rport
        Max-Forwards: 69
        Route: <sip:p1.example.net;lr>, <sip:p2.example.net;lr>
        Route: <sip:p3.example.net;lr>
        From: "Ann" <sip:100@192.0.2.1>;tag=tm01
        To: <sip:300@203.0.113.9>
        Call-ID: ours@192.0.2.1
        CSeq: 101 INVITE
        Contact: <sip:tm@192.0.2.1>
        Content-Length: 0


        """;

    public static readonly string OwnBye = OwnInvite.Replace("INVITE", "BYE");

    private const string Head =
        """
        Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bKinv;rport
        From: <sip:100@example.com>;tag=peer
        To: <sip:200@example.com>
        Call-ID: theirs@203.0.113.9
        Max-Forwards: 70

        """;

    private const string ByeHead =
        """
        Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bKbye;rport
        From: <sip:100@example.com>;tag=peer
        To: <sip:200@example.com>;tag=our-tag
        Call-ID: theirs@203.0.113.9
        Max-Forwards: 70

        """;

    private const string End = "Content-Length: 0\n\n";

    /// <summary>An answer to a request of ours.</summary>
    public static string Answer(ClientTransaction transaction, int status, string method = "INVITE", string toTag = "far") =>
        $"""
        SIP/2.0 {status} Said
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch={LayerRig.BranchText(transaction.Branch)};rport=5060
        From: "Ann" <sip:100@192.0.2.1>;tag=tm01
        To: <sip:300@203.0.113.9>;tag={toTag}
        Call-ID: ours@192.0.2.1
        CSeq: 101 {method}
        Content-Length: 0


        """;
}
