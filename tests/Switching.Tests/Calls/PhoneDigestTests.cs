using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tandem.Sip.Digest;
using Tandem.Switching.Calls;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Phones that have to show their password to call (RFC 3261 §22.2, §22.3).</summary>
public sealed partial class PhoneDigestTests : CallTest
{
    private readonly TestParty _carrier;
    private readonly TestParty _phone;

    public PhoneDigestTests()
    {
        _carrier = Carrier("carrier", "203.0.113.20:5060");
        Scene.Switch.AddPhone("100", "secret");
        _phone = Scene.Party("100", "198.51.100.21:5060");
    }

    [Theory]
    [InlineData(401, "WWW-Authenticate", "Authorization")]
    [InlineData(407, "Proxy-Authenticate", "Proxy-Authorization")]
    public void A_phone_calls_with_its_password(int status, string asked, string answered)
    {
        Scene.Switch.Set("SS_SIP_AUTHENTICATION_CODE", $"{status}");
        var caller = _phone.Invite(Callee);
        var challenge = caller.Take($"SIP/2.0 {status}");
        caller.Ack();
        Assert.Equal(0, Scene.Switch.Layer.Count);
        Assert.Empty(Scene.Records);
        caller.Request("INVITE", _phone.Sdp(), $"{answered}: {Credentials(challenge.Headers(asked), "secret")}\r\n");
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        // What was shown to us is nobody else's affair.
        Assert.Empty(callee.Invited.Headers(answered));
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        HangUp(caller, callee);
        Assert.Equal("100", AssertEnded(CallEndReason.CallerHungUp, 200).Caller.Name);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_wrong_password_is_refused_and_recorded()
    {
        var caller = _phone.Invite(Callee);
        var challenge = caller.Take("SIP/2.0 401");
        caller.Ack();
        caller.Request("INVITE", _phone.Sdp(), $"Authorization: {Credentials(challenge.Headers("WWW-Authenticate"), "wrong")}\r\n");
        caller.Take("SIP/2.0 403");
        caller.Ack();
        AssertEnded(CallEndReason.WrongPassword, 403);
        AssertNothingIsLeft();
    }

    private static string Credentials(IReadOnlyList<string> challenges, string password)
    {
        var offered = challenges.First(line => line.Contains("algorithm=MD5", StringComparison.Ordinal));
        var (realm, nonce) = (Realm().Match(offered).Groups[1].Value, Nonce().Match(offered).Groups[1].Value);
        const string Uri = $"sip:{Callee}@192.0.2.1";
        var response = Md5($"{Md5($"100:{realm}:{password}")}:{nonce}:00000001:c0ffee:auth:{Md5($"INVITE:{Uri}")}");
        return string.Create(CultureInfo.InvariantCulture,
            $"Digest username=\"100\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{Uri}\", response=\"{response}\", algorithm=MD5, cnonce=\"c0ffee\", qop=auth, nc=00000001");
    }

    private static string Md5(string text)
    {
        using var hash = new DigestHash();
        hash.Begin(DigestAlgorithm.Md5);
        hash.Add(Encoding.UTF8.GetBytes(text));
        Span<byte> hex = stackalloc byte[64];
        return Encoding.ASCII.GetString(hex[..hash.EndHex(hex)]);
    }

    [GeneratedRegex("realm=\"([^\"]*)\"")]
    private static partial Regex Realm();

    [GeneratedRegex("nonce=\"([^\"]*)\"")]
    private static partial Regex Nonce();
}
