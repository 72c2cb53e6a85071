using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;
using Tandem.Testing;
using Tandem.Testing.Phones;

namespace Tandem.Switching.Tests.Registration;

public class RegisterTests
{
    private readonly TestSwitch _switch = new();

    [Theory]
    [InlineData("SHA-256")]
    [InlineData("MD5")]
    public void A_phone_with_the_right_password_is_challenged_and_registered(string algorithm)
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000") { Algorithm = algorithm };

        var challenge = phone.Send(_switch, phone.Request(null));
        Assert.Equal(401, challenge.Status);
        Assert.Equal(["SHA-256", "MD5"], challenge.Headers("WWW-Authenticate").Select(h => h.Contains("=MD5") ? "MD5" : "SHA-256"));

        var answer = phone.Send(_switch, phone.Request(challenge));
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("<sip:1000@198.51.100.7:5060>;expires=", answer.Header("Contact"));
        Assert.Equal("path, outbound", answer.Header("Supported"));
        Assert.Equal("Fri, 15 Jan 2027 08:00:00 GMT", answer.Header("Date"));
        var binding = Assert.Single(_switch.State.Locations.Find("1000"));
        Assert.Equal("198.51.100.7:5060", binding.Source.ToString());
        Assert.Equal("TestPhone/1", binding.UserAgent);
    }

    [Theory]
    [InlineData("baresip v1.0.0 (x86_64/linux)", 1)]
    [InlineData("baresip v3.9.0", 2)]
    [InlineData(null, 2)]
    public void A_phone_that_gives_up_at_anything_but_md5_is_offered_md5_alone(string? userAgent, int offered)
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000") { UserAgent = userAgent, Algorithm = "MD5" };
        Assert.Equal(offered, phone.Send(_switch, phone.Request(null)).Headers("WWW-Authenticate").Count);
        Assert.Equal(200, phone.Register(_switch).Status);
        _switch.Set("SS_SIP_DIGEST_MD5_USER_AGENTS", "");
        Assert.Equal(2, phone.Send(_switch, phone.Request(null)).Headers("WWW-Authenticate").Count);
    }

    [Fact]
    public void A_wrong_password_and_an_unknown_user_look_the_same()
    {
        _switch.AddPhone("1000", "secret-1000");
        var wrong = Anonymous(new TestPhone("1000", "guess-guess").Register(_switch), "1000");
        Assert.Equal(RegisterReason.WrongPassword, _switch.LastOutcome.Register.Reason);
        var unknown = Anonymous(new TestPhone("1999", "guess-guess").Register(_switch), "1999");
        Assert.Equal(RegisterReason.UnknownEndpoint, _switch.LastOutcome.Register.Reason);
        Assert.Equal(wrong, unknown);
        Assert.StartsWith("SIP/2.0 401 Unauthorized", wrong);
    }

    [Fact]
    public void A_stale_nonce_is_answered_stale_and_counts_as_no_failure()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000");
        var challenge = phone.Send(_switch, phone.Request(null));

        _switch.Advance(TimeSpan.FromSeconds(299.999));
        Assert.Equal(200, phone.Send(_switch, phone.Request(challenge)).Status);
        _switch.Advance(TimeSpan.FromMilliseconds(1));
        var answer = phone.Send(_switch, phone.Request(challenge));
        Assert.Equal(401, answer.Status);
        Assert.All(answer.Headers("WWW-Authenticate"), h => Assert.EndsWith("stale=true", h));
        Assert.Equal(0, _switch.State.Suspensions.Remembered);
    }

    [Fact]
    public void A_nonce_is_good_only_for_the_address_it_was_issued_to()
    {
        _switch.AddPhone("1000", "secret-1000");
        var owner = new TestPhone("1000", "secret-1000");
        var challenge = owner.Send(_switch, owner.Request(null));
        var thief = new TestPhone("1000", "wrong-wrong", "203.0.113.9");
        var answer = thief.Send(_switch, thief.Request(challenge));
        Assert.Equal(401, answer.Status);
        Assert.Equal(RegisterReason.StaleNonce, _switch.LastOutcome.Register.Reason);
        Assert.Equal(0, _switch.State.Suspensions.Remembered);
    }

    [Fact]
    public void A_request_that_was_overheard_cannot_be_sent_again()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000");
        var challenge = phone.Send(_switch, phone.Request(null));
        var credentials = phone.Credentials(challenge);
        Assert.Equal(200, phone.Send(_switch, WithCredentials(phone, credentials)).Status);
        Assert.Equal(401, phone.Send(_switch, WithCredentials(phone, credentials)).Status);
        Assert.Equal(RegisterReason.ReplayedNonce, _switch.LastOutcome.Register.Reason);
    }

    [Fact]
    public void A_retransmission_gets_the_stored_answer_and_is_not_carried_out_again()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "bad-password");
        var challenge = phone.Send(_switch, phone.Request(null));
        var request = phone.Request(challenge);
        var first = phone.Send(_switch, request);
        for (var i = 0; i < 20; i++) Assert.Equal(first.Text, phone.Send(_switch, request).Text);
        Assert.Empty(_switch.State.Suspensions.InForce(_switch.Now));
    }

    [Fact]
    public void One_of_several_credentials_in_a_request_may_be_ours()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000");
        var challenge = phone.Send(_switch, phone.Request(null));
        phone.Extra = $"Authorization: {phone.Credentials("elsewhere.example", "abc", 1)}\r\nAuthorization: Basic Zm9vOmJhcg==\r\n";
        Assert.Equal(200, phone.Send(_switch, phone.Request(challenge)).Status);
    }

    [Fact]
    public void An_expiry_below_the_minimum_is_answered_423_with_the_minimum()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000") { Expires = "59" };
        var answer = phone.Register(_switch);
        Assert.Equal(423, answer.Status);
        Assert.Equal("60", answer.Header("Min-Expires"));
        phone.Expires = "60";
        Assert.Equal(200, phone.Register(_switch).Status);
    }

    [Theory]
    [InlineData("3600", 3240, 3600)]
    [InlineData("100000", 6480, 7200)]
    [InlineData(null, 3240, 3600)]
    [InlineData("4294967296", 6480, 7200)]
    [InlineData("soon", 3240, 3600)]
    public void The_granted_expiry_is_bounded_and_spread_downwards(string? asked, int least, int most)
    {
        _switch.AddPhone("1000", "secret-1000");
        var granted = Enumerable.Range(0, 50)
            .Select(_ => GrantedBy(new TestPhone("1000", "secret-1000") { Expires = asked }.Register(_switch)))
            .ToList();
        Assert.All(granted, g => Assert.InRange(g, least, most));
        Assert.True(granted.Distinct().Count() > 10, "the expiries are spread");
    }

    [Fact]
    public void A_phone_has_its_own_expiry_bounds()
    {
        _switch.Set("SS_ENDPOINT_EXPIRE_SPREAD", "0");
        _switch.AddPhone("1000", "secret-1000", p => p with { ExpireMin = 30, ExpireMax = 120 });
        Assert.Equal(30, GrantedBy(new TestPhone("1000", "secret-1000") { Expires = "30" }.Register(_switch)));
        Assert.Equal(120, GrantedBy(new TestPhone("1000", "secret-1000") { Expires = "121" }.Register(_switch)));
        Assert.Equal(423, new TestPhone("1000", "secret-1000") { Expires = "29" }.Register(_switch).Status);
    }

    [Fact]
    public void A_binding_lives_to_its_expiry_and_not_a_millisecond_longer()
    {
        _switch.Set("SS_ENDPOINT_EXPIRE_SPREAD", "0");
        _switch.AddPhone("1000", "secret-1000");
        new TestPhone("1000", "secret-1000") { Expires = "60" }.Register(_switch);
        _switch.Advance(TimeSpan.FromMilliseconds(59_999));
        Assert.Equal(1, GetBindings("1000"));
        _switch.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, GetBindings("1000"));
        _switch.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _switch.State.Locations.Count);
    }

    [Fact]
    public void A_star_with_expires_0_removes_all_contacts()
    {
        _switch.AddPhone("1000", "secret-1000", p => p with { MaxBindings = 2 });
        var phone = new TestPhone("1000", "secret-1000");
        phone.Register(_switch);
        new TestPhone("1000", "secret-1000", "203.0.113.5").Register(_switch);
        Assert.Equal(2, _switch.State.Locations.Count);

        phone.Contact = "*";
        Assert.Equal(400, phone.Register(_switch).Status);
        phone.Expires = "0";
        var answer = phone.Register(_switch);
        Assert.Equal(200, answer.Status);
        Assert.Empty(answer.Headers("Contact"));
        Assert.Equal(0, _switch.State.Locations.Count);
    }

    [Fact]
    public void A_star_beside_another_contact_is_refused()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000") { Contact = "*, <sip:1000@198.51.100.7>", Expires = "0" };
        Assert.Equal(400, phone.Register(_switch).Status);
    }

    [Fact]
    public void A_register_without_contact_lists_the_bindings()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000") { Contact = "<sip:1000@198.51.100.7:5060>;q=0.5" };
        phone.Register(_switch);
        phone.Contact = null;
        phone.Expires = null;
        var answer = phone.Register(_switch);
        Assert.Equal(200, answer.Status);
        Assert.Contains(";q=0.500", answer.Header("Contact"));
        Assert.Equal(RegisterReason.Fetched, _switch.LastOutcome.Register.Reason);
    }

    [Fact]
    public void A_second_device_takes_the_place_of_the_oldest()
    {
        _switch.AddPhone("1000", "secret-1000");
        new TestPhone("1000", "secret-1000").Register(_switch);
        _switch.Advance(TimeSpan.FromSeconds(1));
        var answer = new TestPhone("1000", "secret-1000", "203.0.113.5").Register(_switch);
        Assert.Equal(200, answer.Status);
        Assert.Contains("203.0.113.5", answer.Header("Contact"));
        Assert.Equal(RegisterReason.Registered, _switch.LastOutcome.Register.Reason);
    }

    [Fact]
    public void A_second_device_is_refused_when_replacing_is_off()
    {
        _switch.Set("SS_ENDPOINT_REGISTER_REPLACE", "0");
        _switch.AddPhone("1000", "secret-1000");
        new TestPhone("1000", "secret-1000").Register(_switch);
        Assert.Equal(403, new TestPhone("1000", "secret-1000", "203.0.113.5").Register(_switch).Status);
        Assert.Equal(RegisterReason.ReplacementRefused, _switch.LastOutcome.Register.Reason);
        Assert.Contains("198.51.100.7", Assert.Single(_switch.State.Locations.Find("1000")).Contact);
    }

    [Theory]
    [InlineData("same instance")]
    [InlineData("same Call-ID")]
    [InlineData("same model and address")]
    public void A_device_that_comes_back_from_another_port_replaces_itself(string how)
    {
        _switch.Set("SS_ENDPOINT_REGISTER_REPLACE", "Off");
        _switch.AddPhone("1000", "secret-1000");
        var before = new TestPhone("1000", "secret-1000");
        var after = new TestPhone("1000", "secret-1000", port: 40000);
        switch (how)
        {
            case "same instance":
                before.Contact += ";+sip.instance=\"<urn:uuid:1>\"";
                after.Contact += ";+sip.instance=\"<urn:uuid:1>\"";
                after.UserAgent = "upgraded";
                break;
            case "same Call-ID":
                (after.CallId, after.UserAgent, after.CSeq) = (before.CallId, "upgraded", 100);
                break;
        }
        before.Register(_switch);
        Assert.Equal(200, after.Register(_switch).Status);
        var binding = Assert.Single(_switch.State.Locations.Find("1000"));
        Assert.Contains(":40000", binding.Contact);
    }

    [Fact]
    public void Two_phones_of_one_model_behind_one_address_are_two_devices()
    {
        _switch.AddPhone("1000", "secret-1000", p => p with { MaxBindings = 2 });
        new TestPhone("1000", "secret-1000") { Contact = "<sip:1000@10.0.0.5:5060>" }.Register(_switch);
        new TestPhone("1000", "secret-1000", port: 5070) { Contact = "<sip:1000@10.0.0.6:5060>" }.Register(_switch);
        Assert.Equal(2, _switch.State.Locations.Find("1000").Count);
    }

    [Fact]
    public void An_older_cseq_of_the_same_call_changes_nothing()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000") { CSeq = 10 };
        phone.Register(_switch);
        phone.CSeq = 5;
        phone.Expires = "0";
        Assert.Equal(500, phone.Register(_switch).Status);
        Assert.Single(_switch.State.Locations.Find("1000"));
    }

    [Fact]
    public void Several_contacts_of_one_register_succeed_or_fail_together()
    {
        _switch.AddPhone("1000", "secret-1000", p => p with { MaxBindings = 3 });
        var phone = new TestPhone("1000", "secret-1000") { Contact = "<sip:1000@10.0.0.5>;expires=600, <sip:1000@10.0.0.6>;expires=10" };
        Assert.Equal(423, phone.Register(_switch).Status);
        Assert.Equal(0, _switch.State.Locations.Count);
        phone.Contact = "<sip:1000@10.0.0.5>;expires=600, \"Desk, left\" <sip:1000@10.0.0.6>;expires=700";
        Assert.Equal(200, phone.Register(_switch).Status);
        Assert.Equal(2, _switch.State.Locations.Count);
        phone.Contact = "<sip:1000@10.0.0.5>, <sip:1@10.0.0.7>, <sip:1@10.0.0.8>, <sip:1@10.0.0.9>, <sip:1@10.0.0.10>";
        Assert.Equal(403, phone.Register(_switch).Status);
        Assert.Equal(2, _switch.State.Locations.Count);
    }

    [Fact]
    public void Path_and_outbound_are_kept_and_answered()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000")
        {
            Contact = "<sip:1000@10.0.0.5;ob>;reg-id=1;+sip.instance=\"<urn:uuid:7>\"",
            Extra = "Supported: path, outbound\r\nPath: <sip:edge1.example;lr>\r\nPath: <sip:edge2.example;lr>\r\n",
        };
        var answer = phone.Register(_switch);
        Assert.Equal("<sip:edge1.example;lr>,<sip:edge2.example;lr>", answer.Header("Path"));
        Assert.Equal("outbound", answer.Header("Require"));
        Assert.EndsWith(";+sip.instance=\"<urn:uuid:7>\";reg-id=1", answer.Header("Contact"));
        var binding = Assert.Single(_switch.State.Locations.Find("1000"));
        Assert.Equal("<sip:edge1.example;lr>,<sip:edge2.example;lr>", binding.Path);
        Assert.Equal(1, binding.RegId);
    }

    [Fact]
    public void The_answer_goes_where_the_request_came_from_and_names_it()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000", "10.0.0.5");
        phone.Flow = phone.Flow with { Remote = new TestPhone("1", "1", "203.0.113.77", 61234).Flow.Remote };
        var answer = phone.Register(_switch);
        Assert.Equal("203.0.113.77:61234", answer.Flow.Remote.ToString());
        Assert.Contains(";received=203.0.113.77", answer.Header("Via"));
        Assert.Contains(";rport=61234", answer.Header("Via"));
        Assert.Equal("203.0.113.77:61234", Assert.Single(_switch.State.Locations.Find("1000")).Source.ToString());
    }

    public static TheoryData<string, RegisterReason> Refusals => new()
    {
        { "locked", RegisterReason.EndpointLocked },
        { "expired", RegisterReason.EndpointExpired },
        { "address", RegisterReason.AddressNotAllowed },
        { "account locked", RegisterReason.AccountLocked },
        { "account expired", RegisterReason.AccountExpired },
        { "agent locked", RegisterReason.AgentLocked },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_is_neutral_on_the_wire_and_true_inside(string what, RegisterReason reason)
    {
        var past = DateTimeOffset.FromUnixTimeMilliseconds(_switch.Now);
        AddressList.TryParse("203.0.113.0/24", out var elsewhere, out _);
        _switch.Directory.SetAccount(new Account { Name = "top", Locked = what == "agent locked" });
        _switch.Directory.SetAccount(new Account { Name = "middle", Agent = "top" });
        _switch.Directory.SetAccount(new Account
        {
            Name = "acme", Agent = "middle", Locked = what == "account locked", ValidUntil = what == "account expired" ? past : null,
        });
        _switch.AddPhone("1000", "secret-1000", p => p with
        {
            Account = "acme",
            Locked = what == "locked",
            ValidUntil = what == "expired" ? past : past.AddMilliseconds(1),
            Mode = what == "address" ? AuthenticationMode.Both : AuthenticationMode.Password,
            Allow = elsewhere,
        });
        var answer = new TestPhone("1000", "secret-1000").Register(_switch);
        Assert.StartsWith("SIP/2.0 403 Forbidden\r\n", answer.Text);
        Assert.Equal(reason, _switch.LastOutcome.Register.Reason);
        Assert.Equal(401, new TestPhone("1000", "wrong-wrong").Register(_switch).Status);
    }

    [Fact]
    public void The_address_mode_asks_for_no_password()
    {
        AddressList.TryParse("198.51.100.7:5060", out var allowed, out _);
        _switch.AddPhone("1000", null, p => p with { Mode = AuthenticationMode.Address, Allow = allowed });
        Assert.Equal(200, new TestPhone("1000", "none").Register(_switch).Status);
        Assert.Equal(403, new TestPhone("1000", "none", port: 5061).Register(_switch).Status);
    }

    [Fact]
    public void A_domain_that_is_not_ours_is_refused_and_ours_is_the_realm()
    {
        _switch.Set("SS_SIP_DOMAINS", "sip.example.com, voip.example.net");
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000") { Domain = "other.example" };
        Assert.Equal(403, phone.Register(_switch).Status);
        Assert.Equal(RegisterReason.DomainNotOurs, _switch.LastOutcome.Register.Reason);
        phone.Domain = "SIP.example.com";
        Assert.Contains("realm=\"sip.example.com\"", phone.Send(_switch, phone.Request(null)).Headers("WWW-Authenticate")[0]);
        Assert.Equal(200, phone.Register(_switch).Status);
        phone.Domain = "192.0.2.1";
        Assert.Equal(200, phone.Register(_switch).Status);
    }

    [Fact]
    public void A_changed_password_is_good_at_once_and_the_old_one_no_longer()
    {
        _switch.AddPhone("1000", "secret-1000");
        var phone = new TestPhone("1000", "secret-1000");
        Assert.Equal(200, phone.Register(_switch).Status);
        _switch.AddPhone("1000", "changed-1000");
        Assert.Equal(401, phone.Register(_switch).Status);
        phone.Password = "changed-1000";
        Assert.Equal(200, phone.Register(_switch).Status);
    }

    private static int GrantedBy(SentMessage answer) => int.Parse(answer.Header("Contact").Split("expires=")[1].Split(';')[0]);

    private static string WithCredentials(TestPhone phone, string credentials) =>
        phone.Request(null).Replace("Content-Length: 0", $"Authorization: {credentials}\r\nContent-Length: 0");

    private static string Anonymous(SentMessage answer, string number) => string.Join("\n", answer.Text.Replace(number, "N").Split("\r\n")
        .Where(l => !l.StartsWith("Via") && !l.StartsWith("Call-ID") && !l.StartsWith("From") && !l.StartsWith("To"))
        .Select(l => System.Text.RegularExpressions.Regex.Replace(l, "nonce=\"[^\"]*\"", "nonce")));

    private int GetBindings(string number) => _switch.State.Locations.Find(number).Count(b => b.ExpiresAt > _switch.Now);
}
