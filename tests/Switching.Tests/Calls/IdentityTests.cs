using System.Text;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Who a callee is told that the caller is (RFC 3323, RFC 3325), and what nobody is told.</summary>
public sealed class IdentityTests : CallTest
{
    private const string Asserted = "P-Asserted-Identity: \"Ann\" <sip:4930999@pbx.customer.example>\r\n";

    [Theory]
    [InlineData(IdentityUse.None, null)]
    [InlineData(IdentityUse.Pass, "<sip:4930999@203.0.113.20>")]
    [InlineData(IdentityUse.Caller, "<sip:4930111@203.0.113.20>")]
    public void Each_identity_header_is_as_the_gateway_wants_it(IdentityUse use, string? value)
    {
        var carrier = Carrier("carrier", "203.0.113.20:5060", g => g with { PAssertedIdentity = use, PPreferredIdentity = use, RemotePartyId = use });
        var lines = Asserted + Asserted.Replace("Asserted", "Preferred", StringComparison.Ordinal) + Asserted.Replace("P-Asserted-Identity", "Remote-Party-ID", StringComparison.Ordinal);
        var caller = Call(headers: lines);
        var callee = carrier.TakeInvite();
        string[] expected = value is null ? [] : [value];
        foreach (var name in new[] { "P-Asserted-Identity", "P-Preferred-Identity", "Remote-Party-ID" }) Assert.Equal(expected, callee.Invited.Headers(name));
        Assert.DoesNotContain("customer.example", callee.Invited.Text, StringComparison.Ordinal);
        Refuse(caller, callee);
    }

    [Theory]
    [InlineData(PrivacyUse.None, "id", null, false)]
    [InlineData(PrivacyUse.Pass, "id", "id", true)]
    [InlineData(PrivacyUse.Pass, "none", "none", false)]
    [InlineData(PrivacyUse.Id, null, "id", false)]
    [InlineData(PrivacyUse.Id, "id", "id", true)]
    public void Privacy_is_as_the_gateway_wants_it(PrivacyUse use, string? asked, string? told, bool anonymous)
    {
        var carrier = Carrier("carrier", "203.0.113.20:5060", g => g with { Privacy = use });
        var caller = Call(headers: asked is null ? "" : $"Privacy: {asked}\r\n{Asserted}");
        var callee = carrier.TakeInvite();
        string[] expected = told is null ? [] : [told];
        Assert.Equal(expected, callee.Invited.Headers("Privacy"));
        Assert.Equal(anonymous, callee.Invited.Header("From").StartsWith("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=", StringComparison.Ordinal));
        Refuse(caller, callee);
    }

    [Theory]
    [InlineData("Ignore", null, null)]
    [InlineData("Id", null, "id")]
    [InlineData("None", null, "none")]
    [InlineData("None", "id", "id")]
    [InlineData("Id", "none", "id")]
    public void Privacy_towards_a_registrar_is_as_the_parameter_says(string use, string? asked, string? told)
    {
        Scene.Switch.Set("SS_SIP_USER_AGENT_PRIVACY", use);
        var headers = asked is null ? "" : $"Privacy: {asked}\r\n";
        var registered = Carrier("registered", "203.0.113.20:5060", g => g with { Registration = new OutboundRegistration { Registrar = "203.0.113.20", User = "4930" } });
        var plain = Carrier("plain", "203.0.113.21:5060", g => g with { Prefixes = ["1"] });

        var caller = Call(headers: headers);
        var callee = registered.TakeInvite();
        Assert.Equal(told is null ? [] : [told], callee.Invited.Headers("Privacy"));
        Refuse(caller, callee);
        caller = Call(headers: headers, callee: "123");
        callee = plain.TakeInvite();
        Assert.Equal(asked is null ? [] : [asked], callee.Invited.Headers("Privacy"));
        Refuse(caller, callee);
    }

    [Theory]
    [InlineData("Ignore", true, "\"Ann\" <sip:4930111@")]
    [InlineData("Number", true, "\"4930111\" <sip:4930111@")]
    [InlineData("Number", false, "<sip:4930111@")]
    [InlineData("None", true, "<sip:4930111@")]
    public void The_display_name_is_as_the_parameter_says(string use, bool sends, string from)
    {
        Scene.Switch.Set("SS_SIP_E164_DISPLAY_FROM", use);
        var carrier = Carrier("carrier", "203.0.113.20:5060", g => g with { SendDisplay = sends });
        var caller = Customer.Invite(Callee, display: "Ann");
        caller.Take("SIP/2.0 100");
        var callee = carrier.TakeInvite();
        Assert.StartsWith(from, callee.Invited.Header("From"), StringComparison.Ordinal);
        Refuse(caller, callee);
    }

    [Theory]
    [InlineData("Off", "<sip:0049301@203.0.113.20>")]
    [InlineData("On", "<sip:00301@203.0.113.20>")]
    public void The_number_as_it_was_dialled_may_stay_in_To(string use, string to)
    {
        Scene.Switch.Set("SS_SIP_ROUTING_GATEWAY_INVITE_USE_CONTACT", use);
        DialRules.TryParse("00:0049", out var rules, out _);
        var carrier = Carrier("carrier", "203.0.113.20:5060", g => g with { CalleeRules = rules });
        var caller = Call(callee: "00301");
        var callee = carrier.TakeInvite();
        Assert.StartsWith("INVITE sip:0049301@203.0.113.20 ", callee.Invited.Text, StringComparison.Ordinal);
        Assert.Equal(to, callee.Invited.Header("To"));
        Refuse(caller, callee);
    }

    [Theory]
    [InlineData("On", null, "\"Ann\" <sip:4930111@", "<sip:4930999@203.0.113.20>")]
    [InlineData("On", ShownCaller.Own, "<sip:4930500@", "<sip:4930500@203.0.113.20>")]
    [InlineData("Off", null, "<sip:4930500@", "<sip:4930500@203.0.113.20>")]
    [InlineData("Off", ShownCaller.Original, "\"Ann\" <sip:4930111@", "<sip:4930999@203.0.113.20>")]
    public void A_forwarded_call_shows_its_caller_or_the_phone_that_forwards_and_then_nothing_of_the_caller(string use, ShownCaller? own, string from, string asserted)
    {
        Scene.Switch.Set("SS_CALL_FORWARD_USING_ORIGINAL_CALLER", use);
        var carrier = Carrier("carrier", "203.0.113.20:5060");
        Scene.Switch.AddPhone("100", null, phone => phone with
        {
            Calls = new PhoneCalls { ForwardAlways = new ForwardTarget([Callee]), ForwardShows = own, DisplayNumber = "4930500" },
        });
        var caller = Customer.Invite("100", headers: Asserted, display: "Ann");
        caller.Take("SIP/2.0 100");
        var callee = carrier.TakeInvite();
        Assert.StartsWith(from, callee.Invited.Header("From"), StringComparison.Ordinal);
        Assert.Equal(asserted, callee.Invited.Header("P-Asserted-Identity"));
        Refuse(caller, callee);
    }

    [Fact]
    public void A_number_of_a_pool_takes_the_place_of_all_that_is_known_of_the_caller()
    {
        Scene.Switch.Directory.NumberGroups.Set(new NumberGroup { Name = "shown", Numbers = ["4930777"] });
        var carrier = Carrier("carrier", "203.0.113.20:5060", g => g with { CallerPool = new CallerPool("shown", PoolOrder.Random, 1) });
        var caller = Customer.Invite(Callee, headers: Asserted, display: "Ann");
        caller.Take("SIP/2.0 100");
        var callee = carrier.TakeInvite();
        Assert.StartsWith("<sip:4930777@", callee.Invited.Header("From"), StringComparison.Ordinal);
        Assert.Equal("<sip:4930777@203.0.113.20>", callee.Invited.Header("P-Asserted-Identity"));
        Refuse(caller, callee);
        Assert.Equal(("4930777", "4930111"), (Record.Sent.Caller, Record.Billed.Caller));
    }

    [Fact]
    public void A_phone_cannot_assert_to_be_somebody_else()
    {
        var carrier = Carrier("carrier", "203.0.113.20:5060");
        var phone = Scene.Phone("100", "198.51.100.21:5060");
        var caller = phone.Invite(Callee, headers: Asserted);
        caller.Take("SIP/2.0 100");
        var callee = carrier.TakeInvite();
        Assert.Equal("<sip:100@203.0.113.20>", callee.Invited.Header("P-Asserted-Identity"));
        Refuse(caller, callee);
    }

    [Fact]
    public void A_phone_learns_nothing_of_an_anonymous_caller()
    {
        var phone = Scene.Phone("100", "198.51.100.21:5060");
        var caller = Call(headers: $"Privacy: id\r\n{Asserted}", callee: "100");
        var callee = phone.TakeInvite();
        Assert.DoesNotContain("4930", callee.Invited.Text[..callee.Invited.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)], StringComparison.Ordinal);
        Refuse(caller, callee);
    }

    [Theory]
    [InlineData("\"Ann \\\"the\\\" PBX\"", true, "\"Ann \\\"the\\\" PBX\" <sip:4930111@192.0.2.1>")]
    [InlineData("Ann", true, "\"Ann\" <sip:4930111@192.0.2.1>")]
    [InlineData("Ann", false, "<sip:4930111@192.0.2.1>")]
    [InlineData("\"Ann\r\n PBX\"", true, "\"Ann")]
    public void A_display_name_stays_within_its_quotes(string display, bool sends, string from)
    {
        var carrier = Carrier("carrier", "203.0.113.20:5060", g => g with { SendDisplay = sends });
        var caller = Customer.Invite(Callee, display: display);
        caller.Take("SIP/2.0 100");
        var callee = carrier.TakeInvite();
        Assert.StartsWith(from, callee.Invited.Header("From"), StringComparison.Ordinal);
        Refuse(caller, callee);
    }

    [Theory]
    [InlineData("4930%0d%0aEvil:x")]
    [InlineData("4930%40evil.example%3e")]
    [InlineData("4930%20%3cx")]
    public void A_number_brings_no_header_or_host_with_it(string callee)
    {
        var carrier = Carrier("carrier", "203.0.113.20:5060");
        var caller = Call(callee: callee);
        if (carrier.Waiting > 0)
        {
            var called = carrier.TakeInvite();
            Assert.Empty(called.Invited.Headers("Evil"));
            Assert.EndsWith("@203.0.113.20>", called.Invited.Header("To"), StringComparison.Ordinal);
            Assert.EndsWith("@203.0.113.20 SIP/2.0", called.Invited.Text[..called.Invited.Text.IndexOf('\r', StringComparison.Ordinal)], StringComparison.Ordinal);
            Refuse(caller, called);
            return;
        }
        caller.Take("SIP/2.0 484");
        caller.Ack();
        AssertEnded(CallEndReason.NoNumber, 484);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_number_in_other_letters_is_escaped_as_UTF8()
    {
        Span<byte> user = stackalloc byte[64];
        Assert.Equal("%C3%BCb%22er", Encoding.ASCII.GetString(user[..HeaderText.WriteUser(user, "üb\"er")]));
    }

    private void Refuse(TestDialog caller, TestDialog callee)
    {
        callee.Refuse(603, "Decline");
        caller.Take("SIP/2.0 603");
        caller.Ack();
        AssertNothingIsLeft();
    }
}
