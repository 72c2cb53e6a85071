using Tandem.Switching.Calls;
using Tandem.Testing;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Carriers that ask the switch who it is (RFC 3261 §22).</summary>
public sealed class DigestTests : CallTest
{
    private const string Nonce = "realm=\"carrier.example\", nonce=\"abc\", algorithm=MD5, qop=\"auth\"";

    private readonly TestParty _carrier;

    public DigestTests() => _carrier = Carrier("carrier", "203.0.113.20:5060", g => g with
    {
        AuthenticationUser = "trunk7", SealedPassword = new PlainSecretBox().Seal("secret", "routing:carrier"),
    });

    [Theory]
    [InlineData(401, "WWW-Authenticate", "Authorization")]
    [InlineData(407, "Proxy-Authenticate", "Proxy-Authorization")]
    public void A_challenge_is_answered_with_the_gateway_s_password(int status, string asked, string answered)
    {
        var caller = Call();
        _carrier.TakeInvite().Refuse(status, "Who", $"{asked}: Digest {Nonce}\r\n");
        var callee = _carrier.TakeInvite();
        Assert.Equal("2 INVITE", callee.Invited.Header("CSeq"));
        var credentials = callee.Invited.Header(answered);
        Assert.Contains("username=\"trunk7\"", credentials, StringComparison.Ordinal);
        Assert.Contains("m=audio", callee.Invited.Text, StringComparison.Ordinal);
        callee.Reply(200, "OK", _carrier.Sdp());
        Assert.Equal(credentials.Split("nc=")[0].Split("uri=")[0], callee.Take("ACK ").Header(answered).Split("uri=")[0]);
        caller.Take("SIP/2.0 200");
        caller.Ack();
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        Assert.Contains("nc=00000003", callee.Accept("BYE ").Header(answered), StringComparison.Ordinal);
        AssertEnded(CallEndReason.CallerHungUp, 200);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_wrong_password_is_tried_once()
    {
        var caller = Call();
        _carrier.TakeInvite().Refuse(401, "Who", $"WWW-Authenticate: Digest {Nonce}\r\n");
        _carrier.TakeInvite().Refuse(401, "Who", $"WWW-Authenticate: Digest {Nonce}\r\n");
        caller.Take("SIP/2.0 403");
        caller.Ack();
        AssertEnded(CallEndReason.Refused, 403);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stale_nonce_is_replaced_and_two_proxies_may_ask()
    {
        var caller = Call();
        _carrier.TakeInvite().Refuse(401, "Who", $"WWW-Authenticate: Digest {Nonce}\r\n");
        _carrier.TakeInvite().Refuse(401, "Who", $"WWW-Authenticate: Digest {Nonce.Replace("abc", "def", StringComparison.Ordinal)}, stale=true\r\n");
        _carrier.TakeInvite().Refuse(407, "Who", $"Proxy-Authenticate: Digest {Nonce}\r\n");
        var callee = _carrier.TakeInvite();
        Assert.Contains("nonce=\"def\"", callee.Invited.Header("Authorization"), StringComparison.Ordinal);
        Assert.Contains("nonce=\"abc\"", callee.Invited.Header("Proxy-Authorization"), StringComparison.Ordinal);
        callee.Refuse(486, "Busy Here");
        caller.Take("SIP/2.0 486");
        caller.Ack();
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_carrier_that_challenges_the_BYE_gets_it_again()
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        callee.Reply(callee.Take("BYE "), 401, "Who", headers: $"WWW-Authenticate: Digest {Nonce}\r\n");
        Assert.NotEmpty(callee.Accept("BYE ").Headers("Authorization"));
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_challenge_of_a_gateway_without_a_password_is_a_refusal()
    {
        var other = Carrier("other", "203.0.113.21:5060", g => g with { Priority = 1 });
        var caller = Call();
        other.TakeInvite().Refuse(407, "Who", $"Proxy-Authenticate: Digest {Nonce}\r\n");
        _carrier.TakeInvite().Refuse(603, "Decline");
        caller.Take("SIP/2.0 603");
        caller.Ack();
        AssertNothingIsLeft();
    }
}
