using System.Text;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Authentication;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;
using Tandem.Testing;

namespace Tandem.Switching.Tests.Routing;

public class CallerIdentifierTests
{
    private static readonly Flow Home = RouteDesk.FlowOf("198.51.100.7");
    private static readonly Flow Office = RouteDesk.FlowOf("198.51.100.9");

    private readonly RouteDesk _desk = new();
    private readonly CallerIdentifier _identifier;

    public CallerIdentifierTests()
    {
        var authenticator = new EndpointAuthenticator(new NonceIssuer(new byte[32], 0), new NonceCounts(), new DigestSecrets(new PlainSecretBox()));
        _identifier = new CallerIdentifier(_desk.State, authenticator);
    }

    [Theory]
    [InlineData("401", "WWW-Authenticate", true)]
    [InlineData("407", "Proxy-Authenticate", true)]
    [InlineData("401", "WWW-Authenticate", false)]
    public void A_phone_is_known_by_its_password(string code, string header, bool registered)
    {
        _desk.Set("SS_SIP_AUTHENTICATION_CODE", code);
        _desk.Phone("1000", password: "secret", registered: registered);
        var invite = new TestInvite();
        Assert.Equal(CallerVerdictKind.Challenge, Identify(invite).Kind);
        var challenge = Challenge(invite, Home);
        Assert.StartsWith($"SIP/2.0 {code} ", challenge, StringComparison.Ordinal);
        Assert.Contains($"\r\n{header}: Digest ", challenge, StringComparison.Ordinal);
        var verdict = Identify(invite.Answering(challenge, "1000", "secret"));
        Assert.Equal((CallerVerdictKind.Known, "1000", PartyKind.Phone), (verdict.Kind, verdict.Caller!.Name, verdict.Caller.Kind));
    }

    [Fact]
    public void Nobody_can_tell_phones_that_exist_from_those_that_do_not()
    {
        _desk.Phone("1000", password: "secret", registered: false);
        foreach (var number in new[] { "1000", "9999" })
        {
            var invite = new TestInvite { From = $"<sip:{number}@192.0.2.1>" };
            Assert.Equal(CallerVerdictKind.Challenge, Identify(invite).Kind);
            var wrong = Identify(invite.Answering(Challenge(invite, Home), number, "guess"));
            Assert.Equal(CallerVerdictKind.Refused, wrong.Kind);
            Assert.Equal(403, CallEndReasons.Of(wrong.Refusal).Status);
            Assert.Equal(number == "1000" ? CallEndReason.WrongPassword : CallEndReason.UnknownCaller, wrong.Refusal);
        }
    }

    [Fact]
    public void Wrong_passwords_suspend_a_phone_like_those_of_REGISTERs()
    {
        _desk.Phone("1000", password: "secret", registered: false);
        var invite = new TestInvite();
        for (var i = 0; i < 6; i++) Assert.Equal(CallEndReason.WrongPassword, Identify(invite.Answering(Challenge(invite, Home), "1000", "guess")).Refusal);
        Assert.Equal(CallEndReason.CallerSuspended, Identify(invite.Answering(Challenge(invite, Home), "1000", "secret")).Refusal);
        Assert.Equal(CallEndReason.CallerSuspended, Identify(invite).Refusal);
        // The owner calls from elsewhere.
        Assert.Equal(CallerVerdictKind.Known, Identify(invite.Answering(Challenge(invite, Office), "1000", "secret"), Office).Kind);
        _desk.Now += 180_000;
        Assert.Equal(CallerVerdictKind.Challenge, Identify(invite).Kind);
    }

    [Fact]
    public void A_stale_or_repeated_nonce_is_challenged_again_and_no_failure()
    {
        _desk.Phone("1000", password: "secret");
        var invite = new TestInvite();
        var first = invite.Answering(Challenge(invite, Home), "1000", "secret");
        Assert.Equal(CallerVerdictKind.Known, Identify(first).Kind);
        var again = Identify(first);
        Assert.Equal((CallerVerdictKind.Challenge, true), (again.Kind, again.Stale));
        Assert.Contains("stale=true", Challenge(invite, Home, stale: true), StringComparison.Ordinal);
        _desk.Now += 301_000;
        Assert.Equal(CallerVerdictKind.Known, Identify(invite.Answering(Challenge(invite, Home), "1000", "secret")).Kind);
    }

    [Fact]
    public void A_phone_calls_in_its_own_name_only()
    {
        _desk.Phone("1000", new PhoneCalls { Numbers = ["4930555"] }, password: "secret");
        _desk.Phone("1002", password: "other");
        foreach (var (from, known) in new[] { ("1000", true), ("4930555", true), ("1002", false), ("9999", false) })
        {
            var invite = new TestInvite { From = $"<sip:{from}@192.0.2.1>" };
            var verdict = Identify(invite.Answering(Challenge(invite, Home), "1000", "secret"));
            Assert.Equal(known ? CallerVerdictKind.Known : CallerVerdictKind.Refused, verdict.Kind);
            if (!known) Assert.Equal(CallEndReason.UnknownCaller, verdict.Refusal);
        }
    }

    [Fact]
    public void A_gateway_with_a_password_calls_in_any_name()
    {
        _desk.Mapping("gw", mode: AuthenticationMode.Password, password: "secret");
        var invite = new TestInvite { From = "<sip:+4930555@pbx.example>" };
        var verdict = Identify(invite.Answering(Challenge(invite, Home), "gw", "secret"));
        Assert.Equal((CallerVerdictKind.Known, "gw"), (verdict.Kind, verdict.Caller!.Name));
    }

    [Fact]
    public void A_carrier_that_registers_is_known_by_its_password_and_calls_as_a_carrier()
    {
        var sealedPassword = new PlainSecretBox().Seal("secret", "routing:trunk");
        _desk.Carrier("trunk", with: g => g with { Registers = true, SealedPassword = sealedPassword });
        _desk.Bind("trunk");
        var invite = new TestInvite { From = "<sip:+4930555@carrier.example>" };
        Assert.Equal(CallerVerdictKind.Challenge, Identify(invite).Kind);
        var verdict = Identify(invite.Answering(Challenge(invite, Home), "trunk", "secret"));
        Assert.Equal((CallerVerdictKind.Known, "trunk", PartyKind.RoutingGateway), (verdict.Kind, verdict.Caller!.Name, verdict.Caller.Kind));
        Assert.Same(_desk.Directory.RoutingGateways.Find("trunk"), verdict.Caller.Carrier);
        _desk.Carrier("trunk", with: g => g with { Registers = true, SealedPassword = sealedPassword, Locked = true });
        Assert.Equal(CallEndReason.CallerLocked, Identify(invite.Answering(Challenge(invite, Home), "trunk", "secret")).Refusal);
    }

    [Theory]
    [InlineData("198.51.100.9", "198.51.100.9", 5060, true)]
    [InlineData("198.51.100.9", "198.51.100.9", 40000, true)]
    [InlineData("198.51.100.9:5060", "198.51.100.9", 5060, true)]
    [InlineData("198.51.100.9:5060", "198.51.100.9", 40000, false)]
    [InlineData("198.51.100.0/24", "198.51.100.200", 5060, true)]
    [InlineData("198.51.100.0/24", "198.51.101.1", 5060, false)]
    [InlineData("2001:db8::/32", "2001:db8::7", 5060, true)]
    [InlineData("2001:db8::7", "2001:db8::7", 5060, true)]
    [InlineData("2001:db8::7", "2001:db8::8", 5060, false)]
    public void A_gateway_is_known_by_address_and_by_address_and_port(string allow, string source, ushort port, bool known)
    {
        _desk.Mapping("gw", allow: allow);
        var verdict = Identify(new TestInvite(), RouteDesk.FlowOf(source.Contains(':') ? $"[{source}]" : source, port));
        Assert.Equal(known ? CallerVerdictKind.Known : CallerVerdictKind.Challenge, verdict.Kind);
        Assert.Equal(known ? "gw" : null, verdict.Caller?.Name);
    }

    [Fact]
    public void A_gateway_of_address_and_password_shows_both()
    {
        _desk.Mapping("gw", mode: AuthenticationMode.Both, password: "secret");
        var invite = new TestInvite { From = "<sip:4930@pbx.example>" };
        Assert.Equal(CallerVerdictKind.Challenge, Identify(invite, Office).Kind);
        Assert.Equal("gw", Identify(invite.Answering(Challenge(invite, Office), "gw", "secret"), Office).Caller!.Name);
        var elsewhere = Identify(invite.Answering(Challenge(invite, Home), "gw", "secret"));
        Assert.Equal((CallerVerdictKind.Refused, CallEndReason.AddressNotAllowed), (elsewhere.Kind, elsewhere.Refusal));
        Assert.Equal(CallEndReason.UnknownCaller, Identify(invite.Answering(Challenge(invite, Office), "nobody", "x"), Office).Refusal);
    }

    [Theory]
    [InlineData("<sip:49301@a>", "sip:33@a", "berlin")]
    [InlineData("<sip:49401@a>", "sip:33@a", "paris")]
    [InlineData("<sip:49401@a>", "sip:44@a", "rest")]
    public void Several_gateways_on_one_address_are_told_apart_by_what_they_may_send(string from, string uri, string name)
    {
        _desk.Mapping("berlin", new MappingCalls { CallerPrefixes = RouteDesk.AllowPrefixes("4930"), Priority = 10 });
        _desk.Mapping("paris", new MappingCalls { CalleePrefixes = RouteDesk.AllowPrefixes("33"), Priority = 20 });
        _desk.Mapping("rest", new MappingCalls { Priority = 30 });
        Assert.Equal(name, Identify(new TestInvite { From = from, Uri = uri }, Office).Caller!.Name);
    }

    [Fact]
    public void Of_gateways_that_fit_equally_priority_then_the_port_then_the_narrower_range_decides()
    {
        _desk.Mapping("wide", allow: "198.51.100.0/24");
        _desk.Mapping("narrow", allow: "198.51.100.8/30");
        Assert.Equal("narrow", Identify(new TestInvite(), Office).Caller!.Name);
        _desk.Mapping("port", allow: "198.51.0.0/16,198.51.100.9:5060");
        Assert.Equal("port", Identify(new TestInvite(), Office).Caller!.Name);
        _desk.Mapping("wide", new MappingCalls { Priority = 1 }, allow: "198.51.100.0/24");
        Assert.Equal("wide", Identify(new TestInvite(), Office).Caller!.Name);
        _desk.Directory.RemoveEndpoint("wide");
        Assert.Equal("port", Identify(new TestInvite(), Office).Caller!.Name);
    }

    [Fact]
    public void When_the_numbers_fit_no_gateway_of_the_address_the_first_is_taken_and_its_check_refuses()
    {
        _desk.Mapping("a", new MappingCalls { CallerPrefixes = RouteDesk.AllowPrefixes("4930"), Priority = 20 });
        _desk.Mapping("b", new MappingCalls { CallerPrefixes = RouteDesk.AllowPrefixes("4931"), Priority = 10 });
        var caller = Identify(new TestInvite { From = "<sip:33@a>" }, Office).Caller!;
        Assert.Equal("b", caller.Name);
        Assert.Equal(CallEndReason.CallerPrefix, _desk.Planner.Plan(caller, new CallNumbers("33", "1"), default, _desk.Now).Refusal);
    }

    [Fact]
    public void A_registered_phone_behind_a_gateways_address_is_a_phone()
    {
        _desk.Mapping("gw", allow: "198.51.100.7");
        _desk.Phone("1000", password: "secret");
        Assert.Equal(CallerVerdictKind.Challenge, Identify(new TestInvite()).Kind);
        Assert.Equal("gw", Identify(new TestInvite(), RouteDesk.FlowOf("198.51.100.7", 5070)).Caller!.Name);
    }

    [Theory]
    [InlineData("198.51.100.7", CallerVerdictKind.Known)]
    [InlineData("198.51.100.8", CallerVerdictKind.Refused)]
    public void A_phone_may_be_known_by_its_address(string source, CallerVerdictKind kind)
    {
        Assert.True(AddressList.TryParse("198.51.100.7", out var allow, out _));
        _desk.Directory.SetEndpoint(new Phone { Name = "1000", Mode = AuthenticationMode.Address, Allow = allow });
        var verdict = Identify(new TestInvite(), RouteDesk.FlowOf(source));
        Assert.Equal((kind, "1000"), (verdict.Kind, verdict.Caller!.Name));
        if (kind == CallerVerdictKind.Refused) Assert.Equal(CallEndReason.AddressNotAllowed, verdict.Refusal);
    }

    [Fact]
    public void A_carrier_is_known_by_its_resolved_addresses()
    {
        _desk.Carrier("trunk", "49");
        var source = RouteDesk.FlowOf("203.0.113.1", 12345);
        var verdict = Identify(new TestInvite { From = "<sip:4930@carrier>" }, source);
        Assert.Equal((CallerVerdictKind.Known, PartyKind.RoutingGateway, "trunk"), (verdict.Kind, verdict.Caller!.Kind, verdict.Caller.Name));
        _desk.Carrier("other", "33");
        _desk.Gateways.Of("other").Targets = [RouteDesk.Target("203.0.113.1", 5080)];
        Assert.Equal("other", Identify(new TestInvite(), RouteDesk.FlowOf("203.0.113.1", 5080)).Caller!.Name);
        _desk.Gateways.Of("trunk").Targets = [RouteDesk.Target("203.0.113.2")];
        Assert.Equal("other", Identify(new TestInvite(), source).Caller!.Name);
        _desk.Carrier("trunk", "49", g => g with { Locked = true });
        Assert.Equal(CallEndReason.CallerLocked, Identify(new TestInvite(), RouteDesk.FlowOf("203.0.113.2")).Refusal);
    }

    [Fact]
    public void What_keeps_an_endpoint_from_registering_keeps_it_from_calling()
    {
        var gateway = _desk.Mapping("gw");
        _desk.Directory.SetAccount(new Account { Name = "agent", Locked = true });
        _desk.Directory.SetAccount(new Account { Name = "below", Agent = "agent" });
        _desk.Directory.SetAccount(new Account { Name = "over", ValidUntil = DateTimeOffset.FromUnixTimeMilliseconds(_desk.Now) });
        foreach (var (changed, reason) in new (MappingGateway, CallEndReason)[]
        {
            (gateway with { Locked = true }, CallEndReason.CallerLocked),
            (gateway with { ValidUntil = DateTimeOffset.FromUnixTimeMilliseconds(_desk.Now) }, CallEndReason.CallerExpired),
            (gateway with { Account = "agent" }, CallEndReason.AccountLocked),
            (gateway with { Account = "over" }, CallEndReason.AccountExpired),
            (gateway with { Account = "below" }, CallEndReason.AgentLocked),
        })
        {
            _desk.Directory.SetEndpoint(changed);
            var verdict = Identify(new TestInvite(), Office);
            Assert.Equal((CallerVerdictKind.Refused, reason, "gw"), (verdict.Kind, verdict.Refusal, verdict.Caller!.Name));
        }
    }

    [Fact]
    public void Strangers_hear_nothing_when_the_switch_is_told_to_be_silent()
    {
        _desk.Set("SS_REPLY_UNAUTHORIZED", "Off");
        _desk.Phone("1000", password: "secret", registered: false);
        var invite = new TestInvite();
        Assert.Equal(CallerVerdictKind.Silent, Identify(invite).Kind);
        Assert.Equal(CallerVerdictKind.Silent, Identify(invite with { From = "<sip:nobody@192.0.2.1>" }).Kind);
        Assert.Equal(CallerVerdictKind.Silent, Identify(invite.Answering(Challenge(invite, Home), "1000", "guess")).Kind);
        // Right credentials unasked, then the address is known.
        Assert.Equal(CallerVerdictKind.Known, Identify(invite.Answering(Challenge(invite, Home), "1000", "secret")).Kind);
        Assert.Equal(CallerVerdictKind.Challenge, Identify(invite).Kind);
        Assert.Equal(CallerVerdictKind.Refused, Identify(invite.Answering(Challenge(invite, Home), "1000", "guess")).Kind);
        Assert.Equal(CallerVerdictKind.Silent, Identify(invite, Office).Kind);
        // A registered phone is known by its binding.
        _desk.Phone("1001", password: "secret");
        Assert.Equal(CallerVerdictKind.Challenge, Identify(invite with { From = "<sip:1001@192.0.2.1>" }).Kind);
    }

    [Theory]
    [InlineData("<tel:+4930555>")]
    [InlineData("<http://192.0.2.1>")]
    [InlineData("<sip:192.0.2.1>")]
    [InlineData("<sip:anonymous@anonymous.invalid>")]
    public void A_From_that_names_nobody_is_challenged_too(string from) => Assert.Equal(CallerVerdictKind.Challenge, Identify(new TestInvite { From = from }).Kind);

    private CallerVerdict Identify(TestInvite invite, Flow? flow = null) => _identifier.Identify(invite.Parse(), flow ?? Home, _desk.Now);

    private string Challenge(TestInvite invite, in Flow flow, bool stale = false)
    {
        var place = new byte[4096];
        var request = invite.Parse();
        var writer = new ResponseWriter(place, request, flow, _identifier.ChallengeStatus, "Challenge"u8, "tag"u8);
        _identifier.WriteChallenge(ref writer, request, flow, stale, _desk.Now);
        return Encoding.ASCII.GetString(place, 0, writer.End());
    }
}
