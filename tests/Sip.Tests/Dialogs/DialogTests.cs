using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Messages;

namespace Tandem.Sip.Tests.Dialogs;

/// <summary>RFC 3261 §12 from both sides.</summary>
public class DialogTests
{
    private const string Invite =
        """
        INVITE sip:200@example.com SIP/2.0
        Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bKinv;rport
        Record-Route: <sip:near.example.net;lr>, <sip:middle.example.net;lr>
        Record-Route: <sip:far.example.net;lr>
        From: "Bob" <sip:100@example.com>;x=1;tag=peer;y=2
        To: <sip:200@example.com>
        Call-ID: theirs@203.0.113.9
        CSeq: 7 INVITE
        Contact: <sip:100@203.0.113.9:5062;transport=udp>
        Max-Forwards: 70
        Content-Length: 0


        """;

    private static readonly LocalId Ours = new(0x0300000000000001);
    private static readonly LocalId Branch = new(0x0300000000000002);
    private static readonly IpEndpoint Local = IpEndpoint.FromV4(0xC0000201, 5060);
    private static readonly Flow Flow = new(SipTransport.Udp, 0, IpEndpoint.FromV4(0xCB007109, 5060));

    [Fact]
    public void A_servers_request_goes_back_the_way_the_INVITE_came()
    {
        var dialog = Dialog.OfServer(Wire.Accepted(Invite), Ours, Flow);
        Assert.Equal(
            """
            BYE sip:100@203.0.113.9:5062;transport=udp SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKtm0300000000000002;rport
            Max-Forwards: 70
            Route: <sip:near.example.net;lr>
            Route: <sip:middle.example.net;lr>
            Route: <sip:far.example.net;lr>
            From: <sip:200@example.com>;tag=tm0300000000000001
            To: "Bob" <sip:100@example.com>;x=1;y=2;tag=peer
            Call-ID: theirs@203.0.113.9
            CSeq: 1 BYE
            Content-Length: 0


            """,
            Written(dialog, SipMethod.Bye));
        Assert.Equal("sip:near.example.net;lr", Wire.Utf8(dialog.NextHop));
    }

    [Fact]
    public void A_clients_first_INVITE_has_no_remote_tag_and_the_route_it_was_given()
    {
        var dialog = Client("<sip:edge.example.net;lr>");
        Assert.Equal(
            """
            INVITE sip:300@203.0.113.9 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKtm0300000000000002;rport
            Max-Forwards: 12
            Route: <sip:edge.example.net;lr>
            From: "Ann" <sip:100@192.0.2.1>;tag=tm0300000000000001
            To: <sip:300@203.0.113.9>
            Call-ID: ours
            CSeq: 1 INVITE
            Content-Length: 0


            """,
            Written(dialog, SipMethod.Invite, maxForwards: 12));
        Assert.False(dialog.IsConfirmed);
    }

    [Fact]
    public void A_clients_later_requests_follow_the_recorded_route_in_reverse_to_the_peers_Contact()
    {
        var dialog = Client("<sip:edge.example.net;lr>");
        Written(dialog, SipMethod.Invite);
        Assert.True(dialog.Take(Answer(200, "far", "Record-Route: <sip:a.net;lr>, <sip:b.net;lr>\nContact: <sip:gw@203.0.113.9:5090>\n")));
        var bye = Written(dialog, SipMethod.Bye);
        Assert.StartsWith("BYE sip:gw@203.0.113.9:5090 SIP/2.0\n", bye);
        Assert.Contains("Route: <sip:b.net;lr>\nRoute: <sip:a.net;lr>\nFrom:", bye);
        Assert.Contains("To: <sip:300@203.0.113.9>;tag=far\n", bye);
        Assert.Contains("CSeq: 2 BYE\n", bye);
    }

    [Fact]
    public void The_ACK_has_the_number_of_its_INVITE_and_takes_none()
    {
        var dialog = Client();
        Written(dialog, SipMethod.Invite);
        dialog.Take(Answer(200, "far"));
        Assert.Contains("CSeq: 1 ACK\n", Written(dialog, SipMethod.Ack, sequence: 1));
        Assert.Equal(1u, dialog.LocalSequence);
    }

    [Fact]
    public void A_proxy_of_RFC_2543_finds_itself_in_the_request_line_and_the_target_at_the_end_of_the_route()
    {
        var strict = Invite.Replace("<sip:near.example.net;lr>", "<sip:near.example.net;method=INVITE;transport=udp?Subject=x>");
        var bye = Written(Dialog.OfServer(Wire.Accepted(strict), Ours, Flow), SipMethod.Bye);
        Assert.StartsWith("BYE sip:near.example.net;transport=udp SIP/2.0\n", bye);
        Assert.Contains(
            "Route: <sip:middle.example.net;lr>\nRoute: <sip:far.example.net;lr>\nRoute: <sip:100@203.0.113.9:5062;transport=udp>\nFrom:", bye);
    }

    [Fact]
    public void Without_a_recorded_route_requests_go_to_the_target()
    {
        var dialog = Client();
        dialog.Take(Answer(180, "far", "Contact: <sip:gw@203.0.113.9:5090>\n"));
        Assert.Equal("sip:gw@203.0.113.9:5090", Wire.Utf8(dialog.NextHop));
        Assert.DoesNotContain("Route:", Written(dialog, SipMethod.Prack));
    }

    [Fact]
    public void An_early_answer_of_another_fork_takes_the_dialog_over_until_one_is_confirmed()
    {
        var dialog = Client();
        Assert.True(dialog.Take(Answer(180, "one", "Contact: <sip:one@203.0.113.9>\n")));
        Assert.True(dialog.Take(Answer(183, "two", "Contact: <sip:two@203.0.113.9>\n")));
        Assert.Equal("sip:two@203.0.113.9", Wire.Utf8(dialog.RemoteTarget));
        Assert.False(dialog.IsConfirmed);
        Assert.True(dialog.Take(Answer(200, "one", "Contact: <sip:one@203.0.113.9>\n")));
        Assert.True(dialog.IsConfirmed);
        Assert.False(dialog.Take(Answer(200, "two", "Contact: <sip:two@203.0.113.9>\n")));
        Assert.True(dialog.Take(Answer(200, "one")));
        Assert.Equal("one", Wire.Utf8(dialog.RemoteTag));
        Assert.Equal("sip:one@203.0.113.9", Wire.Utf8(dialog.RemoteTarget));
    }

    [Fact]
    public void A_second_forks_2xx_has_a_dialog_of_its_own_to_be_ended_in()
    {
        var dialog = Client();
        Written(dialog, SipMethod.Invite);
        dialog.Take(Answer(200, "one", "Contact: <sip:one@203.0.113.9>\n"));
        var fork = dialog.OfFork(Answer(200, "two", "Contact: <sip:two@203.0.113.9>\n"));
        Assert.Contains("CSeq: 1 ACK\n", Written(fork, SipMethod.Ack, sequence: fork.LocalSequence));
        var bye = Written(fork, SipMethod.Bye);
        Assert.StartsWith("BYE sip:two@203.0.113.9 SIP/2.0\n", bye);
        Assert.Contains("tag=two\n", bye);
        Assert.Equal("one", Wire.Utf8(dialog.RemoteTag));
    }

    [Fact]
    public void The_200_to_a_PRACK_or_UPDATE_does_not_confirm_an_early_dialog()
    {
        var dialog = Client();
        dialog.Take(Answer(183, "far"));
        Assert.True(dialog.Take(Answer(200, "far", method: "PRACK")));
        Assert.True(dialog.Take(Answer(200, "far", "Contact: <sip:moved@203.0.113.9>\n", "UPDATE")));
        Assert.False(dialog.IsConfirmed);
        Assert.Equal("sip:moved@203.0.113.9", Wire.Utf8(dialog.RemoteTarget));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(302)]
    [InlineData(486)]
    public void What_establishes_no_dialog_leaves_it_as_it_was(int status)
    {
        var dialog = Client();
        Assert.True(dialog.Take(Answer(status, "far", "Contact: <sip:elsewhere@203.0.113.9>\n")));
        Assert.True(dialog.RemoteTag.IsEmpty);
        Assert.Equal("sip:300@203.0.113.9", Wire.Utf8(dialog.RemoteTarget));
    }

    [Fact]
    public void A_target_refresh_moves_the_target_and_keeps_the_route()
    {
        var dialog = Dialog.OfServer(Wire.Accepted(Invite), Ours, Flow);
        var update = Request("UPDATE", 8, "Contact: <sip:100@203.0.113.9:6000>\nRecord-Route: <sip:new.example.net;lr>\n");
        Assert.True(dialog.Accept(update, Flow));
        Assert.Equal("sip:100@203.0.113.9:6000", Wire.Utf8(dialog.RemoteTarget));
        Assert.Contains("Route: <sip:near.example.net;lr>\n", Written(dialog, SipMethod.Bye));
        Assert.True(dialog.Accept(Request("INFO", 9, "Contact: <sip:info@203.0.113.9>\n"), Flow));
        Assert.Equal("sip:100@203.0.113.9:6000", Wire.Utf8(dialog.RemoteTarget));
    }

    [Fact]
    public void The_answer_to_our_re_INVITE_moves_the_target_too()
    {
        var dialog = Dialog.OfServer(Wire.Accepted(Invite), Ours, Flow);
        Assert.True(dialog.Take(Answer(200, "peer", "Contact: <sip:100@203.0.113.9:6001>\nRecord-Route: <sip:new.example.net;lr>\n")));
        Assert.Equal("sip:100@203.0.113.9:6001", Wire.Utf8(dialog.RemoteTarget));
        Assert.Equal("sip:near.example.net;lr", Wire.Utf8(dialog.NextHop));
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(4_000_000_000, true)]
    public void A_request_that_is_older_than_one_seen_is_not_in_order(uint number, bool inOrder)
    {
        var dialog = Dialog.OfServer(Wire.Accepted(Invite), Ours, Flow);
        var moved = Flow with { Remote = Flow.Remote.WithPort(7000) };
        Assert.Equal(inOrder, dialog.Accept(Request("BYE", number), moved));
        Assert.Equal(inOrder ? moved : Flow, dialog.Flow);
        Assert.Equal(inOrder ? number : 7, dialog.RemoteSequence);
    }

    [Fact]
    public void The_first_request_from_the_other_side_may_have_any_number()
    {
        var dialog = Client();
        dialog.Take(Answer(200, "peer"));
        Assert.True(dialog.Accept(Request("BYE", 0), Flow));
    }

    [Theory]
    [InlineData("theirs@203.0.113.9", "theirs@203.0.113.8", false)]
    [InlineData("tag=tm0300000000000001", "tag=tm0300000000000009", false)]
    [InlineData(";tag=tm0300000000000001", "", false)]
    [InlineData("tag=peer", "tag=other", false)]
    [InlineData(";tag=peer", "", false)]
    [InlineData("CSeq: 8", "CSeq: 9", true)]
    public void A_request_belongs_to_a_dialog_by_Call_ID_and_both_tags(string part, string by, bool belongs)
    {
        var dialog = Dialog.OfServer(Wire.Accepted(Invite), Ours, Flow);
        Assert.True(dialog.Matches(Request("BYE", 8)));
        Assert.Equal(belongs, dialog.Matches(Wire.Accepted(RequestText("BYE", 8).Replace(part, by))));
    }

    [Fact]
    public void A_peer_of_RFC_2543_without_tags_has_a_dialog_too()
    {
        var dialog = Dialog.OfServer(Wire.Accepted(Invite.Replace(";tag=peer", "")), Ours, Flow);
        Assert.True(dialog.Matches(Wire.Accepted(RequestText("BYE", 8).Replace(";tag=peer", ""))));
        Assert.Contains("To: \"Bob\" <sip:100@example.com>;x=1;y=2\n", Written(dialog, SipMethod.Bye));
    }

    [Fact]
    public void Without_a_Contact_the_peer_is_reached_at_its_From()
    {
        var dialog = Dialog.OfServer(Wire.Accepted(Invite.Replace("Contact: <sip:100@203.0.113.9:5062;transport=udp>\n", "")), Ours, Flow);
        Assert.StartsWith("BYE sip:100@example.com SIP/2.0\n", Written(dialog, SipMethod.Bye));
    }

    [Fact]
    public void Over_TLS_the_Via_says_so()
    {
        var dialog = Dialog.OfServer(Wire.Accepted(Invite), Ours, Flow with { Transport = SipTransport.Tls, Connection = 4 });
        Assert.Contains("Via: SIP/2.0/TLS 192.0.2.1:5060;branch=", Written(dialog, SipMethod.Bye));
    }

    private static Dialog Client(string route = "") => Dialog.OfClient(
        Ours, "ours"u8, "\"Ann\" <sip:100@192.0.2.1>"u8, "<sip:300@203.0.113.9>"u8, "sip:300@203.0.113.9"u8, Wire.Bytes(route), Flow);

    private static string Written(Dialog dialog, SipMethod method, uint sequence = 0, int maxForwards = 70)
    {
        var buffer = new byte[2000];
        var length = dialog.Begin(buffer, method, Branch, Local, sequence, maxForwards).End();
        return Wire.Utf8(buffer.AsSpan(0, length)).Replace("\r\n", "\n");
    }

    private static SipMessage Answer(int status, string toTag, string more = "", string method = "INVITE") => Wire.Accepted(
        $"""
        SIP/2.0 {status} Said
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKtm0300000000000002;rport=5060
        From: "Ann" <sip:100@192.0.2.1>;tag=tm0300000000000001
        To: <sip:300@203.0.113.9>;tag={toTag}
        Call-ID: ours
        CSeq: 1 {method}
        {more}Content-Length: 0


        """);

    private static SipMessage Request(string method, uint number, string more = "") => Wire.Accepted(RequestText(method, number, more));

    private static string RequestText(string method, uint number, string more = "") =>
        $"""
        {method} sip:tm@192.0.2.1 SIP/2.0
        Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bKbye;rport
        From: "Bob" <sip:100@example.com>;tag=peer
        To: <sip:200@example.com>;tag=tm0300000000000001
        Call-ID: theirs@203.0.113.9
        CSeq: {number} {method}
        {more}Content-Length: 0


        """;
}
