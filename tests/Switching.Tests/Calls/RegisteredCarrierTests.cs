using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;
using Tandem.Testing;
using Tandem.Testing.Calls;
using Tandem.Testing.Phones;

namespace Tandem.Switching.Tests.Calls;

/// <summary>A carrier's gateway that registers with the switch under its name and password, and is called where it has registered.</summary>
public sealed class RegisteredCarrierTests : CallTest
{
    private readonly TestPhone _login = new("trunk", "secret", "203.0.113.20") { Contact = "<sip:trunk@10.0.0.5:5070;line=7>" };
    private readonly TestParty _trunk;

    public RegisteredCarrierTests()
    {
        Set(new RoutingGateway { Name = "trunk", Prefixes = ["49"], Registers = true, SealedPassword = new PlainSecretBox().Seal("secret", "routing:trunk") });
        _trunk = Scene.Party(Callee, "203.0.113.20:5060");
    }

    [Fact]
    public void It_is_called_at_its_contact_by_the_way_of_its_registration()
    {
        Assert.Equal(200, _login.Register(Scene.Switch).Status);
        var (caller, callee) = Connect(_trunk);

        Assert.StartsWith($"INVITE sip:{Callee}@10.0.0.5:5070;line=7 SIP/2.0\r\n", callee.Invited.Text, StringComparison.Ordinal);
        Assert.Equal($"<sip:{Callee}@10.0.0.5>", callee.Invited.Header("To"));
        HangUp(caller, callee);
        var record = AssertEnded(CallEndReason.CallerHungUp, 200);
        Assert.Equal((PartyKind.RoutingGateway, "trunk", "203.0.113.20:5060"), (record.Callee.Kind, record.Callee.Name, record.Callee.Address.ToString()));
        Assert.True(record.Relayed);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("never")]
    [InlineData("expired")]
    [InlineData("unregistered")]
    [InlineData("no longer registers")]
    public void It_is_not_called_while_it_is_not_registered(string how)
    {
        if (how != "never") _login.Register(Scene.Switch);
        if (how == "expired") Scene.Switch.Now += 3_600_000;
        if (how == "unregistered") Unregister();
        if (how == "no longer registers")
        {
            var trunk = Scene.Switch.Directory.RoutingGateways.Find("trunk")!;
            Set(trunk with { Registers = false });
            Assert.Equal(0, Scene.Switch.State.Locations.Count);
            Set(trunk);
        }
        var caller = Call();
        caller.Take("SIP/2.0 503");
        caller.Ack();

        AssertEnded(CallEndReason.NoRoute, 503);
        Assert.Contains("\"verdict\":\"not_registered\"", Record.Route, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_wrong_password_and_a_lock_keep_it_out_like_a_phone()
    {
        Assert.Equal(401, new TestPhone("trunk", "guess", "203.0.113.20").Register(Scene.Switch).Status);
        Set(Scene.Switch.Directory.RoutingGateways.Find("trunk")! with { Locked = true });
        Assert.Equal(403, _login.Register(Scene.Switch).Status);
        Set(Scene.Switch.Directory.RoutingGateways.Find("trunk")! with { Locked = false });
        Assert.Equal(200, _login.Register(Scene.Switch).Status);
    }

    private void Set(RoutingGateway gateway) => Scene.Switch.Directory.RoutingGateways.Set(gateway);

    private void Unregister()
    {
        _login.Expires = "0";
        Assert.Equal(200, _login.Register(Scene.Switch).Status);
    }
}
