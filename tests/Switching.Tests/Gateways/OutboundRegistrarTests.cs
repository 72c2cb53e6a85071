using Tandem.Sip.Flows;
using Tandem.Switching.Gateways;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Tests.Gateways;

public class OutboundRegistrarTests
{
    private const string Challenge = "WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";

    private static readonly Flow First = CarrierRig.Udp(1);
    private static readonly Flow Second = CarrierRig.Udp(2);

    private readonly CarrierRig _rig = new();
    private readonly OutboundRegistrar _registrar;
    private RoutingGateway _gateway = new()
    {
        Name = "carrier", SealedPassword = [1], Registration = new OutboundRegistration { Registrar = "reg.carrier.net", User = "4420" },
    };

    public OutboundRegistrarTests()
    {
        _registrar = new OutboundRegistrar(_rig.Sender, _rig.Directory, _rig.Reach, _rig.Parameters, g => g.SealedPassword is null ? null : "secret");
        Set(_gateway);
        _rig.Reach.SetRegistrar("carrier", [new GatewayTarget(First, "reg.carrier.net"), new GatewayTarget(Second, "reg.carrier.net")]);
    }

    private OutboundRegistrationState State => Assert.Single(_registrar.List());

    [Fact]
    public void It_registers_answers_the_challenge_and_tells_how_it_stands()
    {
        _rig.Run(_registrar);
        var first = _rig.Next();
        Assert.Equal(("REGISTER sip:reg.carrier.net SIP/2.0", First), (first.Line, first.Flow));
        Assert.StartsWith("<sip:4420@reg.carrier.net>;tag=", first.Field("From"));
        Assert.Equal("<sip:4420@reg.carrier.net>", first.Field("To"));
        Assert.Equal("<sip:4420@192.0.2.1:5060>", first.Field("Contact"));
        Assert.Equal(("3600", "1 REGISTER"), (first.Field("Expires"), first.Field("CSeq")));
        Assert.Null(first.Field("Authorization"));
        Assert.Equal(RegistrationPhase.Registering, State.Phase);

        _rig.Answer(first, "401 Unauthorized", Challenge);
        var second = _rig.Next();
        Assert.Equal((first.Field("Call-ID"), first.Field("From"), "2 REGISTER"), (second.Field("Call-ID"), second.Field("From"), second.Field("CSeq")));
        Assert.StartsWith("Digest username=\"4420\", realm=\"carrier\", nonce=\"n1\", uri=\"sip:reg.carrier.net\"", second.Field("Authorization"));

        _rig.Answer(second, "200 OK", "Contact: <sip:4420@192.0.2.1:5060>;expires=1800, <sip:4420@198.51.100.9>;expires=60");
        Assert.Equal(new OutboundRegistrationState("carrier", "sip:4420@reg.carrier.net", RegistrationPhase.Registered, First.Remote, 200, "OK", 1800,
            _rig.Now, _rig.Now + 1_800_000, _rig.Now + 1_620_000), State);
    }

    [Theory]
    [InlineData(1200, 1080)]
    [InlineData(1199, 599)]
    [InlineData(60, 30)]
    public void It_refreshes_in_time_with_the_nonce_it_has(int granted, int after)
    {
        Register($"Expires: {granted}");
        _rig.Advance(after - 1);
        Assert.Empty(_rig.Wire);
        _rig.Advance(2);
        var refresh = _rig.Next();
        Assert.Equal("3 REGISTER", refresh.Field("CSeq"));
        Assert.Contains("nc=00000002", refresh.Field("Authorization"));
        _rig.Answer(refresh, "401 Unauthorized", Challenge.Replace("n1", "n2") + ", stale=true");
        var again = _rig.Next();
        Assert.Contains("nonce=\"n2\"", again.Field("Authorization"));
        _rig.Answer(again, "200 OK", $"Expires: {granted}");
        Assert.Equal(_rig.Now + granted * 1000L, State.ExpiresAt);
    }

    [Fact]
    public void An_old_nonce_is_replaced_though_the_registrar_does_not_call_it_stale()
    {
        Register("Expires: 60");
        _rig.Advance(31);
        _rig.Answer(_rig.Next(), "401 Unauthorized", Challenge.Replace("n1", "n2"));
        _rig.Answer(_rig.Next(), "200 OK", "Expires: 60");
        Assert.Equal(RegistrationPhase.Registered, State.Phase);
    }

    [Fact]
    public void A_wrong_password_is_tried_once_and_again_after_the_delay()
    {
        _rig.Run(_registrar);
        _rig.Answer(_rig.Next(), "401 Unauthorized", Challenge);
        _rig.Answer(_rig.Next(), "401 Unauthorized", Challenge.Replace("n1", "n2"));
        Assert.Equal((RegistrationPhase.Failed, 401, _rig.Now + 60_000), (State.Phase, State.LastStatus, State.NextAttemptAt));
        _rig.Advance(59);
        Assert.Empty(_rig.Wire);
        _rig.Advance(2);
        Assert.Null(_rig.Next().Field("Authorization"));
    }

    [Fact]
    public void A_registrar_that_calls_every_nonce_stale_is_given_up()
    {
        _rig.Run(_registrar);
        for (var i = 0; i < 4; i++) _rig.Answer(_rig.Next(), "401 Unauthorized", Challenge + ", stale=true");
        Assert.Equal(RegistrationPhase.Failed, State.Phase);
        Assert.Empty(_rig.Wire);
    }

    [Fact]
    public void Without_a_password_a_challenge_is_a_failure()
    {
        Set(_gateway with { SealedPassword = null });
        _rig.Run(_registrar);
        _rig.Answer(_rig.Next(), "401 Unauthorized", Challenge);
        Assert.Equal((RegistrationPhase.Failed, "Unauthorized"), (State.Phase, State.LastReason));
    }

    [Fact]
    public void The_domain_the_authentication_user_and_the_expiry_are_the_gateway_s_own()
    {
        Set(_gateway with { Registration = _gateway.Registration! with { Domain = "carrier.net", AuthenticationUser = "auth", Expires = 120 } });
        _rig.Run(_registrar);
        var first = _rig.Next();
        Assert.Equal(("REGISTER sip:carrier.net SIP/2.0", "120"), (first.Line, first.Field("Expires")));
        _rig.Answer(first, "407 Proxy Authentication Required", Challenge.Replace("WWW", "Proxy"));
        Assert.StartsWith("Digest username=\"auth\", realm=\"carrier\", nonce=\"n1\", uri=\"sip:carrier.net\"", _rig.Next().Field("Proxy-Authorization"));
    }

    [Fact]
    public void A_longer_least_expiry_is_obeyed_and_remembered()
    {
        _rig.Set("SS_SIP_USER_AGENT_EXPIRE", "60");
        _rig.Run(_registrar);
        _rig.Answer(_rig.Next(), "423 Interval Too Brief", "Min-Expires: 300");
        var longer = _rig.Next();
        Assert.Equal("300", longer.Field("Expires"));
        _rig.Answer(longer, "200 OK");
        Assert.Equal(300, State.Expires);
        _rig.Advance(151);
        Assert.Equal("300", _rig.Next().Field("Expires"));
    }

    [Theory]
    [InlineData("Min-Expires: 60")]
    [InlineData("Min-Expires: 999999999")]
    [InlineData("Subject: none")]
    public void A_least_expiry_that_helps_nothing_is_a_failure(string field)
    {
        _rig.Set("SS_SIP_USER_AGENT_EXPIRE", "60");
        _rig.Run(_registrar);
        _rig.Answer(_rig.Next(), "423 Interval Too Brief", field);
        Assert.Equal((RegistrationPhase.Failed, 423), (State.Phase, State.LastStatus));
    }

    [Fact]
    public void The_next_address_is_tried_when_one_fails_and_kept_when_it_answers()
    {
        _rig.Run(_registrar);
        var first = _rig.Next();
        _rig.Answer(first, "503 Service Unavailable");
        var second = _rig.Next();
        Assert.Equal((Second, "1 REGISTER"), (second.Flow, second.Field("CSeq")));
        Assert.NotEqual(first.Field("Call-ID"), second.Field("Call-ID"));
        _rig.Answer(second, "200 OK", "Expires: 60");
        Assert.Equal(Second.Remote, State.Registrar);
        _rig.Advance(31);
        Assert.Equal(Second, _rig.Next().Flow);
    }

    [Fact]
    public void Silence_of_all_addresses_is_a_failure_and_they_are_asked_again_later()
    {
        _rig.Run(_registrar);
        _rig.Advance(31.5);
        Assert.Equal(First, _rig.Next().Flow);
        _rig.Advance(1);
        Assert.Equal(Second, _rig.Next().Flow);
        _rig.Advance(32);
        Assert.Equal((RegistrationPhase.Failed, 0, "no answer"), (State.Phase, State.LastStatus, State.LastReason));
        _rig.Wire.Clear();
        _rig.Advance(61);
        Assert.Equal("1 REGISTER", _rig.Next().Field("CSeq"));
    }

    [Fact]
    public void It_counts_as_registered_until_its_time_is_over_though_a_refresh_fails()
    {
        Register("Expires: 100");
        _rig.Advance(51);
        _rig.Answer(_rig.Next(), "403 Forbidden");
        Assert.Equal((RegistrationPhase.Registered, 403, "Forbidden"), (State.Phase, State.LastStatus, State.LastReason));
        _rig.Advance(60);
        _rig.Answer(_rig.Next(), "403 Forbidden");
        Assert.Equal((RegistrationPhase.Failed, 0), (State.Phase, State.Expires));
    }

    [Theory]
    [InlineData("Retry-After: 300", 300)]
    [InlineData("Retry-After: 5", 60)]
    [InlineData("Retry-After: 99999", 3600)]
    public void Retry_After_lengthens_the_delay_within_bounds(string field, int seconds)
    {
        _rig.Run(_registrar);
        _rig.Answer(_rig.Next(), "404 Not Found", field);
        Assert.Equal(_rig.Now + seconds * 1000, State.NextAttemptAt);
    }

    [Fact]
    public void A_registrar_that_is_not_resolved_yet_is_asked_as_soon_as_it_is()
    {
        _rig.Reach.SetRegistrar("carrier", []);
        _rig.Run(_registrar);
        Assert.Equal("the registrar's address is not known", State.LastReason);
        _rig.Reach.SetRegistrar("carrier", [new GatewayTarget(First, "reg.carrier.net")]);
        _rig.Advance(3);
        Assert.Equal(First, _rig.Next().Flow);
    }

    [Fact]
    public void When_the_switch_stops_the_binding_is_removed()
    {
        Register("Expires: 600");
        _registrar.Stop(_rig.Now);
        Assert.False(_registrar.IsQuiet);
        var last = _rig.Next();
        Assert.Equal("0", last.Field("Expires"));
        _rig.Answer(last, "401 Unauthorized", Challenge.Replace("n1", "n2"));
        _rig.Answer(_rig.Next(), "200 OK");
        Assert.True(_registrar.IsQuiet);
        _rig.Advance(3600);
        Assert.Empty(_rig.Wire);
    }

    [Fact]
    public void When_it_is_not_to_be_removed_the_switch_says_nothing()
    {
        _rig.Set("SS_SIP_USER_AGENT_SEND_UNREGISTER", "Off");
        Register("Expires: 600");
        _registrar.Stop(_rig.Now);
        Assert.True(_registrar.IsQuiet);
        Assert.Empty(_rig.Wire);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("locked")]
    [InlineData("unregistered")]
    public void A_gateway_that_is_not_to_be_registered_any_more_leaves(string how)
    {
        Register("Expires: 600");
        if (how == "removed") _rig.Directory.RoutingGateways.Remove("carrier");
        else Set(how == "locked" ? _gateway with { Locked = true } : _gateway with { Registration = null });
        _rig.Advance(1);
        Assert.Equal("0", _rig.Next().Field("Expires"));
        Assert.Empty(_registrar.List());
    }

    [Fact]
    public void Another_user_leaves_and_registers_anew_and_another_password_only_registers()
    {
        Register("Expires: 600");
        Set(_gateway with { SealedPassword = [2] });
        _rig.Advance(1);
        var renewed = _rig.Next();
        Assert.Equal("3600", renewed.Field("Expires"));
        _rig.Answer(renewed, "200 OK");
        Assert.Empty(_rig.Wire);

        Set(_gateway with { SealedPassword = [2], Registration = _gateway.Registration! with { User = "4421" } });
        _rig.Advance(1);
        Assert.Equal(("0", "3600"), (_rig.Next().Field("Expires"), _rig.Next().Field("Expires")));
    }

    [Fact]
    public void A_change_of_something_else_changes_nothing()
    {
        Register("Expires: 600");
        Set(_gateway with { Memo = "x" });
        _rig.Advance(2);
        Assert.Empty(_rig.Wire);
        Assert.Equal(RegistrationPhase.Registered, State.Phase);
    }

    [Fact]
    public void An_answer_to_what_was_asked_before_leaving_does_not_register_again()
    {
        _rig.Run(_registrar);
        var first = _rig.Next();
        _rig.Directory.RoutingGateways.Remove("carrier");
        _rig.Advance(1);
        var last = _rig.Wire.Last();
        _rig.Wire.Clear();
        Assert.Equal("0", last.Field("Expires"));
        _rig.Answer(first, "200 OK", "Expires: 60");
        _rig.Answer(last, "200 OK");
        _rig.Advance(300);
        Assert.Empty(_rig.Wire);
    }

    private void Register(string field)
    {
        _rig.Run(_registrar);
        _rig.Answer(_rig.Next(), "401 Unauthorized", Challenge);
        _rig.Answer(_rig.Next(), "200 OK", field);
    }

    private void Set(RoutingGateway gateway) => _rig.Directory.RoutingGateways.Set(_gateway = gateway);
}
