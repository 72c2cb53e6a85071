using Tandem.Sip.Flows;
using Tandem.Switching.Fields;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Tests.Fields;

/// <summary>The texts that operators write for fields, good and bad.</summary>
public sealed class FieldTextTests
{
    private static readonly RoutingGateway Blank = new() { Name = "gw" };

    [Theory]
    [InlineData("addresses", "GW.Example.com , 192.0.2.7 : 5070", null)]
    [InlineData("addresses", "gw.example.com", "gw.example.com")]
    [InlineData("addresses", " 192.0.2.7:5070; transport=TCP ,gw.example.com;transport=udp", "192.0.2.7:5070;transport=tcp,gw.example.com;transport=udp")]
    [InlineData("addresses", "2001:db8::1,[2001:db8::2]:5060", "[2001:db8::1],[2001:db8::2]:5060")]
    [InlineData("addresses", "gw.example.com,gw.example.com", "gw.example.com")]
    [InlineData("addresses", "192.0.2.700", null)]
    [InlineData("addresses", "192.0.2", null)]
    [InlineData("addresses", "gw.example.com:0", null)]
    [InlineData("addresses", "gw.example.com:65536", null)]
    [InlineData("addresses", "gw.example.com;transport=sctp", null)]
    [InlineData("addresses", "gw.example.com;weight=1", null)]
    [InlineData("addresses", "gw example", null)]
    [InlineData("local", ":5070", ":5070")]
    [InlineData("local", "192.0.2.1", "192.0.2.1")]
    [InlineData("local", "[2001:DB8::1]:5070", "[2001:db8::1]:5070")]
    [InlineData("local", ":0", null)]
    [InlineData("local", "::", null)]
    [InlineData("local", "eth0", null)]
    [InlineData("prefixes", "86, 0086,86", "86,0086")]
    [InlineData("prefixes", "*,86", "*,86")]
    [InlineData("prefixes", "8 6", null)]
    [InlineData("caller_prefixes", "86,1", "allow 86,1")]
    [InlineData("caller_prefixes", "DENY 900", "deny 900")]
    [InlineData("caller_prefixes", "allow 1 , 2", "allow 1,2")]
    [InlineData("caller_prefixes", "deny", null)]
    [InlineData("caller_callee_pairs", "49 : 33, *:900", "allow 49:33,*:900")]
    [InlineData("caller_callee_pairs", "deny 49", null)]
    [InlineData("caller_callee_pairs", "deny 49:", null)]
    [InlineData("caller_callee_pairs", "deny 49:33:1", null)]
    [InlineData("caller_callee_pairs", "deny", null)]
    [InlineData("caller_groups", "vip", "allow vip")]
    [InlineData("caller_groups", "deny a, b", "deny a,b")]
    [InlineData("caller_groups", "deny a b", null)]
    [InlineData("caller_lengths", "12,7,10-11", "7,10-12")]
    [InlineData("caller_lengths", "1-63", "1-63")]
    [InlineData("caller_lengths", "0", null)]
    [InlineData("caller_lengths", "64", null)]
    [InlineData("caller_lengths", "12-10", null)]
    [InlineData("call_rate", "10/1s", "10/1s")]
    [InlineData("call_rate", "10/1000ms,5/1m", "10/1s, 5/60s")]
    [InlineData("call_rate", "10/250ms, pacing 1s", "10/250ms, pacing 1s")]
    [InlineData("call_rate", "sustained 1000/1h", "sustained 1000/3600s")]
    [InlineData("call_rate", "10/100ms", "10/100ms")]
    [InlineData("call_rate", "10/99ms", null)]
    [InlineData("call_rate", "10/61s", null)]
    [InlineData("call_rate", "sustained 10/999ms", null)]
    [InlineData("call_rate", "sustained 10/3601s", null)]
    [InlineData("call_rate", "10/1s, pacing 10s", "10/1s, pacing 10s")]
    [InlineData("call_rate", "10/1s, pacing 10001ms", null)]
    [InlineData("call_rate", "sustained 10/1s, pacing 1s", "sustained 10/1s, pacing 1s")]
    [InlineData("call_rate", "pacing 1s", null)]
    [InlineData("call_rate", "0/1s", null)]
    [InlineData("call_rate", "10/1s, 20/1s, 30/1s", null)]
    [InlineData("call_rate", "10 per second", null)]
    [InlineData("failover_stop_codes", "603, 486", "603,486")]
    [InlineData("failover_switch_codes", "484, 488,484", "484,488")]
    [InlineData("failover_switch_codes", "None", "none")]
    [InlineData("failover_switch_codes", "none,484", null)]
    [InlineData("failover_switch_codes", "200", null)]
    [InlineData("failover_stop_codes", "none", null)]
    [InlineData("failover_stop_codes", "299", null)]
    [InlineData("failover_stop_codes", "700", null)]
    [InlineData("failover_after_busy", "TRUE", "yes")]
    [InlineData("failover_after_busy", "maybe", null)]
    [InlineData("priority", "2147483647", "2147483647")]
    [InlineData("priority", "-1", null)]
    [InlineData("registration_expires", "20", "20")]
    [InlineData("registration_expires", "19", null)]
    [InlineData("registration_expires", "7201", null)]
    [InlineData("registration_registrar", "sip.example.com:5080", "sip.example.com:5080")]
    [InlineData("registration_registrar", "sip:example.com", null)]
    [InlineData("registration_transport", "WS", null)]
    [InlineData("media", "Must-On", "must-on")]
    [InlineData("media", "3", null)]
    public void A_field_of_a_routing_gateway_is_read_or_refused(string field, string text, string? canonical) =>
        AssertRead(RoutingGatewayFields.Catalogue, Blank, field, text, canonical);

    [Theory]
    [InlineData("forward_busy", "1002, 1003 ring=20 method=ALL", "1002,1003 ring=20 method=all")]
    [InlineData("forward_busy", "1002 method=sequence", "1002")]
    [InlineData("forward_busy", "1002 1002", "1002")]
    [InlineData("forward_busy", "1002 ring=5", "1002 ring=5")]
    [InlineData("forward_busy", "1002 ring=4", null)]
    [InlineData("forward_busy", "1002 ring=301", null)]
    [InlineData("forward_busy", "1002 method=first", null)]
    [InlineData("forward_busy", "ring=20", null)]
    [InlineData("forward_busy", "1,2,3,4,5,6,7,8", "1,2,3,4,5,6,7,8")]
    [InlineData("forward_busy", "1,2,3,4,5,6,7,8,9", null)]
    [InlineData("forward_busy", "sip:1002@example.com", null)]
    [InlineData("address", "192.0.2.7", "192.0.2.7")]
    [InlineData("address", "2001:db8::1", "[2001:db8::1]")]
    [InlineData("address", "[2001:db8::1]:5070;transport=TLS", "[2001:db8::1]:5070;transport=tls")]
    [InlineData("address", "pbx.example.com", null)]
    [InlineData("address", "192.0.2.7,192.0.2.8", null)]
    [InlineData("ring_time", "4", null)]
    [InlineData("ring_time", "301", null)]
    [InlineData("call_lock", "incoming", "incoming")]
    [InlineData("call_lock", "both", null)]
    public void A_field_of_a_phone_is_read_or_refused(string field, string text, string? canonical) =>
        AssertRead(PhoneCallFields.Catalogue, Tandem.Switching.Accounts.PhoneCalls.Default, field, text, canonical);

    [Theory]
    [InlineData("failure_codes", "486:600, 0:503", "486:600,0:503")]
    [InlineData("failure_codes", "404:0", "404:0")]
    [InlineData("failure_codes", "0:0", null)]
    [InlineData("failure_codes", "200:503", null)]
    [InlineData("failure_codes", "486", null)]
    [InlineData("phones_only", "no", "no")]
    public void A_field_of_a_mapping_gateway_is_read_or_refused(string field, string text, string? canonical) =>
        AssertRead(MappingCallFields.Catalogue, Tandem.Switching.Accounts.MappingCalls.Default, field, text, canonical);

    [Fact]
    public void Addresses_are_hosts_ports_and_transports()
    {
        RoutingGatewayFields.Catalogue.Find("addresses")!.Read(Blank, "gw.example.com, 192.0.2.7:5070;transport=tcp, [2001:db8::1]", out var gateway);

        Assert.Equal([new("gw.example.com"), new("192.0.2.7", 5070, SipTransport.Tcp), new("2001:db8::1")], gateway.Addresses.ToArray());
    }

    [Fact]
    public void A_call_rate_is_burst_sustained_and_pacing()
    {
        RoutingGatewayFields.Catalogue.Find("callRate")!.Read(Blank, "10/1s, 300/60s, pacing 500ms", out var gateway);

        Assert.Equal(new CallRate(10, 1000, 300, 60_000, 500), gateway.CallRate);
    }

    private static void AssertRead<T>(FieldCatalogue<T> catalogue, T blank, string name, string text, string? canonical) where T : class
    {
        var field = catalogue.Find(name)!;
        var problem = field.Read(blank, text, out var read);
        Assert.Equal(canonical is null, problem is not null);
        if (canonical is null)
        {
            Assert.Matches(@"^[A-Z'].*\.$", problem);
            Assert.Same(blank, read);
        }
        else
        {
            Assert.Equal(canonical, field.Print(read));
        }
    }
}
