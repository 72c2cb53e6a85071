using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Switching.Records;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>A scene with a customer's gateway, for tests of calls; each ends with nothing left over.</summary>
public abstract class CallTest
{
    /// <summary>The number that the customer calls.</summary>
    protected const string Callee = "4930222";

    private readonly List<string> _gateways = [];

    protected CallTest(int shards = 1)
    {
        Scene = new CallScene(shards: shards);
        Scene.Switch.AddMappingGateway("customer", "198.51.100.10");
        Customer = Scene.Party("4930111", "198.51.100.10:5060");
    }

    protected CallScene Scene { get; }

    protected TestParty Customer { get; }

    /// <summary>The only record that there is.</summary>
    protected CallRecord Record => Assert.Single(Scene.Records);

    protected TestParty Carrier(string name, string address, Func<RoutingGateway, RoutingGateway>? with = null)
    {
        Scene.Switch.AddRoutingGateway(name, address, "", with);
        _gateways.Add(name);
        return Scene.Party(Callee, address);
    }

    /// <summary>The customer calls: 100 is taken.</summary>
    protected TestDialog Call(string? sdp = "", string headers = "", string callee = Callee)
    {
        var caller = Customer.Invite(callee, sdp, headers);
        caller.Take("SIP/2.0 100");
        return caller;
    }

    protected (TestDialog Caller, TestDialog Callee) Connect(TestParty carrier, string callerHeaders = "", string calleeHeaders = "") =>
        Connect(carrier, Call(headers: callerHeaders), calleeHeaders);

    protected static (TestDialog Caller, TestDialog Callee) Connect(TestParty carrier, TestDialog caller, string calleeHeaders = "")
    {
        var callee = carrier.TakeInvite();
        callee.Reply(200, "OK", carrier.Sdp(), calleeHeaders);
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        return (caller, callee);
    }

    protected static void HangUp(TestDialog one, TestDialog other)
    {
        one.Request("BYE");
        one.Take("SIP/2.0 200");
        other.Accept("BYE ");
    }

    protected void Advance(double seconds) => Scene.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>What came to a party is of no interest.</summary>
    protected static void Drain(TestParty party)
    {
        while (party.Waiting > 0) party.Take("");
    }

    protected CallRecord AssertEnded(CallEndReason reason, int code)
    {
        var record = Record;
        Assert.Equal(reason, record.EndReason);
        Assert.Equal(code, record.EndCode);
        return record;
    }

    /// <param name="silent">Who answered nothing, so that what was sent is sent for a while.</param>
    protected void AssertNothingIsLeft(TestParty? silent = null)
    {
        foreach (var party in Scene.Parties) Assert.Equal((party.Number, 0), (party.Number, party.Waiting));
        Assert.All(Scene.Shards, shard => Assert.Equal((0, 0), (shard.Calls.Count, shard.Calls.LegCount)));
        Assert.Equal(0, Scene.Switch.Relay.Open);
        foreach (var name in _gateways) Assert.Equal((name, 0), (name, Scene.Switch.Routing.Gateways.Of(name).Calls));
        foreach (var party in Scene.Parties) Assert.Equal((0, 0), Scene.Switch.Routing.CallsOfPhone(party.Number));
        Assert.Equal(0, Scene.Switch.Routing.CallsOfMappingGateway("customer"));
        Scene.Advance(TimeSpan.FromSeconds(70), 500);
        Assert.All(Scene.Shards, shard => Assert.Equal((0, 0), (shard.Layer.Count, shard.Calls.MovedLegCount)));
        if (silent is not null) Drain(silent);
        foreach (var party in Scene.Parties) Assert.Equal((party.Number, 0), (party.Number, party.Waiting));
    }
}
