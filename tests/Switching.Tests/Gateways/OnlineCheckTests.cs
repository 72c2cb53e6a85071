using Tandem.Sip.Flows;
using Tandem.Switching.Gateways;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Tests.Gateways;

public class OnlineCheckTests
{
    private static readonly Flow First = CarrierRig.Udp(1);
    private static readonly Flow Second = CarrierRig.Udp(2);

    private readonly CarrierRig _rig = new();
    private readonly OnlineCheck _check;

    public OnlineCheckTests()
    {
        _check = new OnlineCheck(_rig.Sender, _rig.Directory, _rig.States, _rig.Reach, _rig.Parameters);
        _rig.Directory.RoutingGateways.Set(new RoutingGateway { Name = "carrier", OnlineCheck = true });
        _rig.Reach.SetAddresses("carrier", [new GatewayTarget(First, "sip.carrier.net"), new GatewayTarget(Second, "sip.carrier.net")]);
    }

    [Fact]
    public void Every_address_is_asked_at_once_and_then_every_period()
    {
        _rig.Run(_check);
        var first = _rig.Next();
        Assert.Equal(("OPTIONS sip:sip.carrier.net SIP/2.0", First), (first.Line, first.Flow));
        Assert.StartsWith("<sip:tandem@192.0.2.1:5060>;tag=", first.Field("From"));
        Assert.Equal("<sip:sip.carrier.net>", first.Field("To"));
        var second = _rig.Next();
        Assert.Equal(Second, second.Flow);
        _rig.Answer(first, "200 OK");
        _rig.Answer(second, "200 OK");
        _rig.Advance(59);
        Assert.Empty(_rig.Wire);
        _rig.Advance(1);
        Assert.Equal(2, _rig.Wire.Count);
    }

    [Theory]
    [InlineData("200 OK")]
    [InlineData("404 Not Found")]
    [InlineData("405 Method Not Allowed")]
    [InlineData("503 Service Unavailable")]
    public void Any_answer_is_life(string answer)
    {
        _rig.Run(_check);
        for (var i = 0; i < 10; i++)
        {
            foreach (var _ in (int[])[1, 2]) _rig.Answer(_rig.Next(), answer);
            _rig.Advance(60);
        }
        Assert.All(_rig.States.Of("carrier").Targets, t => Assert.True(t.Online));
    }

    [Fact]
    public void The_third_silence_takes_an_address_out_and_an_answer_brings_it_back()
    {
        _rig.Run(_check);
        AnswerOnly(Second);
        _rig.Advance(31.9);
        AnswerOnly(Second);
        // Each silence lasts 32 s (timer F); between two of them are 5.
        _rig.Advance(73.9);
        AnswerOnly(Second);
        Assert.True(Online(First));
        _rig.Advance(0.2);
        Assert.Equal((false, true), (Online(First), Online(Second)));

        AnswerOnly(Second);
        _rig.Advance(40);
        var asked = LastTo(First);
        _rig.Answer(asked, "200 OK");
        Assert.True(Online(First));
    }

    [Fact]
    public void An_address_that_cannot_be_connected_to_is_a_silence_too()
    {
        var tcp = First with { Transport = SipTransport.Tcp };
        _rig.Reach.SetAddresses("carrier", [new GatewayTarget(tcp, "sip.carrier.net")]);
        _rig.Run(_check);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("OPTIONS sip:sip.carrier.net;transport=tcp SIP/2.0", _rig.Next().Line);
            Assert.True(Online(tcp));
            _rig.FailConnection(tcp);
            _rig.Advance(5);
        }
        Assert.False(Online(tcp));
    }

    [Fact]
    public void Without_the_check_or_locked_nobody_is_asked_and_all_count_as_online()
    {
        _rig.Run(_check);
        _rig.Advance(120);
        Assert.False(Online(First));
        _rig.Directory.RoutingGateways.Set(new RoutingGateway { Name = "carrier", OnlineCheck = false });
        _rig.Advance(1);
        Assert.True(Online(First));
        _rig.Advance(40);
        _rig.Wire.Clear();
        _rig.Advance(300);
        Assert.Empty(_rig.Wire);
        Assert.Equal(0, _check.Count);
    }

    [Fact]
    public void What_comes_in_too_late_for_an_address_that_has_gone_changes_nothing()
    {
        _rig.Run(_check);
        _rig.Advance(5);
        _rig.Reach.SetAddresses("carrier", []);
        _rig.Advance(5);
        _rig.Reach.SetAddresses("carrier", [new GatewayTarget(First, "sip.carrier.net")]);
        Assert.Equal(0, _check.Count);
        _rig.Advance(200);
        Assert.False(Online(First));
        Assert.Equal(1, _check.Count);
    }

    [Fact]
    public void Thousands_are_not_asked_in_one_moment()
    {
        for (byte i = 1; i < 200; i++) _rig.Reach.SetAddresses($"g{i}", [new GatewayTarget(CarrierRig.Udp(i), "host")]);
        _rig.Directory.RoutingGateways.SetAll(Enumerable.Range(1, 199).Select(i => new RoutingGateway { Name = $"g{i}", OnlineCheck = true }));
        _rig.Run(_check);
        Assert.InRange(_rig.Wire.Count, 1, 50);
        _rig.Advance(4.5);
        Assert.Equal(201, _rig.Wire.Select(s => s.Text).Distinct().Count());
    }

    private bool Online(Flow flow) => _rig.States.Of("carrier").Targets.Single(t => t.Flow == flow).Online;

    private void AnswerOnly(Flow flow)
    {
        while (_rig.Wire.TryDequeue(out var sent))
        {
            if (sent.Flow == flow) _rig.Answer(sent, "200 OK");
        }
    }

    private CarrierRig.Sent LastTo(Flow flow)
    {
        var sent = _rig.Wire.Last(s => s.Flow == flow);
        _rig.Wire.Clear();
        return sent;
    }
}
