using Tandem.Switching.Registration;
using Tandem.Testing;
using Tandem.Testing.Phones;

namespace Tandem.Switching.Tests.Registration;

/// <summary>The suspension as phones and attackers meet it on the wire.</summary>
public class SuspendedRegisterTests
{
    private readonly TestSwitch _switch = new();

    [Theory]
    [InlineData("1000")]
    [InlineData("no-such-phone")]
    public void After_six_wrong_passwords_even_the_right_one_is_refused_at_once(string number)
    {
        _switch.AddPhone("1000", "secret-1000");
        var attacker = new TestPhone(number, "guess-guess", "203.0.113.9");
        for (var i = 0; i < 6; i++) Assert.Equal(401, attacker.Register(_switch).Status);
        attacker.Password = "secret-1000";
        Assert.Equal(403, attacker.Send(_switch, attacker.Request(null)).Status);
        Assert.Equal(RegisterReason.EndpointSuspended, _switch.LastOutcome.Register.Reason);

        _switch.Advance(TimeSpan.FromSeconds(180));
        Assert.Equal(number == "1000" ? 200 : 401, attacker.Register(_switch).Status);
    }

    [Fact]
    public void The_owner_elsewhere_is_not_stopped_and_his_binding_lives_on()
    {
        _switch.AddPhone("1000", "secret-1000");
        var owner = new TestPhone("1000", "secret-1000");
        Assert.Equal(200, owner.Register(_switch).Status);
        Attack("1000", sources: 1, failuresEach: 6);
        Assert.Single(_switch.State.Locations.Find("1000"));
        Assert.Equal(200, owner.Register(_switch).Status);
    }

    [Fact]
    public void Attackers_from_many_sources_stop_strangers_but_no_known_source()
    {
        _switch.AddPhone("1000", "secret-1000");
        var owner = new TestPhone("1000", "secret-1000");
        owner.Register(_switch);
        owner.Expires = "0";
        owner.Register(_switch);
        Attack("1000", sources: 3, failuresEach: 2);

        var stranger = new TestPhone("1000", "secret-1000", "192.0.2.200");
        Assert.Equal(403, stranger.Register(_switch).Status);
        owner.Expires = "3600";
        Assert.Equal(200, owner.Register(_switch).Status);
    }

    [Fact]
    public void A_source_is_known_for_thirty_days_and_not_for_one_more()
    {
        _switch.AddPhone("1000", "secret-1000");
        new TestPhone("1000", "secret-1000") { Expires = "60" }.Register(_switch);
        _switch.Advance(TimeSpan.FromDays(30));
        Attack("1000", sources: 3, failuresEach: 2);
        Assert.Equal(200, new TestPhone("1000", "secret-1000") { Expires = "60" }.Register(_switch).Status);

        _switch.Advance(TimeSpan.FromDays(31));
        Attack("1000", sources: 3, failuresEach: 2);
        Assert.Equal(403, new TestPhone("1000", "secret-1000").Register(_switch).Status);
    }

    [Fact]
    public void In_the_originals_scope_an_attacker_locks_the_owner_out()
    {
        _switch.Set("SS_ENDPOINTREGISTERSUSPENDSCOPE", "0");
        _switch.AddPhone("1000", "secret-1000");
        var owner = new TestPhone("1000", "secret-1000");
        owner.Register(_switch);
        Attack("1000", sources: 1, failuresEach: 6);
        Assert.Equal(403, owner.Register(_switch).Status);
    }

    [Fact]
    public void A_forged_source_cannot_fail_in_anybodys_name()
    {
        _switch.AddPhone("1000", "secret-1000");
        var forger = new TestPhone("1000", "guess-guess");
        for (var i = 0; i < 100; i++)
        {
            // The forger never sees the challenge, so his nonce is made up.
            var request = forger.Request(null).Replace("Content-Length: 0", $"Authorization: {forger.Credentials("192.0.2.1", new string('A', 40), 1)}\r\nContent-Length: 0");
            forger.Send(_switch, request);
        }
        Assert.Equal(200, new TestPhone("1000", "secret-1000").Register(_switch).Status);
    }

    [Fact]
    public void A_clear_by_the_operator_lets_the_phone_in_at_once()
    {
        _switch.AddPhone("1000", "secret-1000", p => p with { ManualUnlock = true });
        var phone = new TestPhone("1000", "wrong-wrong");
        for (var i = 0; i < 6; i++) phone.Register(_switch);
        phone.Password = "secret-1000";
        _switch.Advance(TimeSpan.FromDays(365));
        Assert.Equal(403, phone.Register(_switch).Status);
        _switch.State.Suspensions.Clear("1000", "admin", _switch.Now);
        Assert.Equal(200, phone.Register(_switch).Status);
    }

    [Fact]
    public void Requests_without_credentials_are_no_failures()
    {
        var scanner = new TestPhone("1000", "none", "203.0.113.9");
        for (var i = 0; i < 100; i++) Assert.Equal(401, scanner.Send(_switch, scanner.Request(null)).Status);
        Assert.Equal(0, _switch.State.Suspensions.Remembered);
    }

    private void Attack(string number, int sources, int failuresEach)
    {
        for (var source = 0; source < sources; source++)
        {
            var attacker = new TestPhone(number, "guess-guess", $"203.0.113.{source + 1}");
            for (var i = 0; i < failuresEach; i++) Assert.Equal(401, attacker.Register(_switch).Status);
        }
    }
}
