using Tandem.Network.Dns;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Dns;

public sealed class SipTargetResolverTests : IDisposable
{
    private readonly FakeNameServer _server = new();
    private string _hosts = "";
    private TimeSpan _timeout = TimeSpan.FromSeconds(10);
    private string?[] _sources = ["198.51.100.1", null];

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("192.0.2.1", 0, null, "Udp 192.0.2.1:5060")]
    [InlineData("192.0.2.1", 5070, SipTransport.Tcp, "Tcp 192.0.2.1:5070")]
    [InlineData("2001:db8::1", 0, SipTransport.Tls, "Tls [2001:db8::1]:5061")]
    public async Task An_address_is_its_own_answer(string host, int port, SipTransport? transport, string expected)
    {
        Assert.Equal([expected], await Find(host, (ushort)port, transport));
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task Naptr_chooses_the_transport_and_srv_the_hosts()
    {
        _server.Naptr("example.com", 50, 50, "s", "SIPS+D2T", "_sips._tcp.example.com")
            .Naptr("example.com", 90, 50, "s", "SIP+D2U", "_sip._udp.elsewhere.net")
            .Naptr("example.com", 40, 50, "s", "SIP+D2S", "_sip._sctp.example.com")
            .Naptr("example.com", 50, 10, "S", "sip+d2t", "_sip._tcp.example.com")
            .Srv("_sip._tcp.example.com", 1, 0, 5070, "a.example.com")
            .Srv("_sips._tcp.example.com", 1, 0, 5061, "b.example.com")
            .Srv("_sip._udp.elsewhere.net", 1, 0, 5060, "a.example.com")
            .A("a.example.com", "192.0.2.1").A("b.example.com", "192.0.2.2");
        Assert.Equal(["Tcp 192.0.2.1:5070", "Tls 192.0.2.2:5061", "Udp 192.0.2.1:5060"], await Find("example.com"));
    }

    [Fact]
    public async Task Without_naptr_srv_is_asked_for_udp_and_then_tcp()
    {
        _server.Srv("_sip._udp.example.com", 1, 0, 5080, "a.example.com").Srv("_sip._tcp.example.com", 1, 0, 5081, "a.example.com")
            .A("a.example.com", "192.0.2.1");
        Assert.Equal(["Udp 192.0.2.1:5080", "Tcp 192.0.2.1:5081"], await Find("Example.COM."));
    }

    [Fact]
    public async Task Without_any_srv_the_name_itself_is_asked_for()
    {
        _server.Aaaa("example.com", "2001:db8::1").A("example.com", "192.0.2.1").A("example.com", "192.0.2.2");
        Assert.Equal(["Udp 192.0.2.1:5060", "Udp 192.0.2.2:5060", "Udp [2001:db8::1]:5060"], await Find("example.com"));
    }

    [Fact]
    public async Task A_named_transport_asks_for_its_srv_alone()
    {
        _server.Srv("_sips._tcp.example.com", 1, 0, 5071, "a.example.com").A("a.example.com", "192.0.2.1").A("example.com", "192.0.2.9");
        Assert.Equal(["Tls 192.0.2.1:5071"], await Find("example.com", transport: SipTransport.Tls));
        Assert.Equal(["Tcp 192.0.2.9:5060"], await Find("example.com", transport: SipTransport.Tcp));
        Assert.DoesNotContain(_server.Asked, q => q.StartsWith("NAPTR") || q.Contains("_udp"));
    }

    [Fact]
    public async Task A_named_port_asks_for_addresses_alone()
    {
        _server.Srv("_sip._udp.example.com", 1, 0, 5071, "a.example.com").A("example.com", "192.0.2.9");
        Assert.Equal(["Udp 192.0.2.9:5555"], await Find("example.com", 5555));
        Assert.Equal(["A example.com", "AAAA example.com"], _server.Asked.Order());
    }

    [Fact]
    public async Task Srv_priorities_are_ranks_and_weights_the_shares_of_servers_for_whoever_calls_them()
    {
        _server.Srv("_sip._udp.example.com", 20, 0, 5060, "c.example.com").Srv("_sip._udp.example.com", 10, 75, 5060, "a.example.com")
            .Srv("_sip._udp.example.com", 10, 25, 5070, "b.example.com").Srv("_sip._tcp.example.com", 10, 5, 5060, "c.example.com")
            .A("a.example.com", "192.0.2.1").A("a.example.com", "192.0.2.4").A("b.example.com", "192.0.2.2").A("c.example.com", "192.0.2.3");
        var found = await Resolve("example.com");
        Assert.Equal(
            [("192.0.2.1:5060", new ServerShare(0, 75, 0)), ("192.0.2.4:5060", new ServerShare(0, 75, 0)), ("192.0.2.2:5070", new ServerShare(0, 25, 1)),
             ("192.0.2.3:5060", new ServerShare(1, 0, 0)), ("192.0.2.3:5060", new ServerShare(2, 5, 0))],
            found.Targets.Select(t => (t.Remote.ToString(), t.Share)));
    }

    [Theory]
    [InlineData("198.51.100.1", "2001:db8::99", "[2001:db8::1] 192.0.2.1")] // rule 6: IPv6 where there is a way
    [InlineData("198.51.100.1", null, "192.0.2.1 [2001:db8::1]")] // rule 1: what cannot be reached last
    [InlineData(null, "2001:db8::99", "[2001:db8::1] 192.0.2.1")]
    [InlineData("198.51.100.1", "fe80::1", "192.0.2.1 [2001:db8::1]")] // rule 2: a source of another scope
    [InlineData("198.51.100.1", "fd00::1", "192.0.2.1 [2001:db8::1]")] // rule 5: a private source for a public address
    [InlineData("198.51.100.1", "2002:c633:6401::1", "192.0.2.1 [2001:db8::1]")] // rule 5: a source behind a tunnel
    public async Task Of_both_families_that_comes_first_which_we_have_the_better_source_for(string? v4, string? v6, string order)
    {
        _sources = [v4, v6];
        _server.A("example.com", "192.0.2.1").Aaaa("example.com", "2001:db8::1");
        Assert.Equal(order, string.Join(' ', (await Resolve("example.com", 5060)).Targets.Select(t => t.Remote.ToString()[..^5])));
    }

    [Fact]
    public async Task Srv_can_say_that_nobody_offers_the_service()
    {
        _server.Srv("_sip._udp.example.com", 0, 0, 0, ".").A("example.com", "192.0.2.9");
        var found = await Resolve("example.com", transport: SipTransport.Udp);
        Assert.Equal(("example.com has no address", 0), (found.Error, found.Targets.Count));
    }

    [Fact]
    public async Task Aliases_are_followed()
    {
        _server.A("real.example.net", "192.0.2.7").Cname("example.com", DnsType.A, "real.example.net");
        Assert.Equal(["Udp 192.0.2.7:5060"], await Find("example.com"));
    }

    [Fact]
    public async Task The_hosts_file_comes_before_dns()
    {
        _hosts = "127.0.0.1 localhost\n# 192.0.2.8 gateway\n192.0.2.9\tgw.example.com Gateway # ours\n2001:db8::9 gateway\nnonsense gateway\n";
        _server.A("gateway", "192.0.2.1").Srv("_sip._udp.example.com", 1, 0, 5070, "gw.example.com");
        Assert.Equal(["Tcp 192.0.2.9:5060", "Tcp [2001:db8::9]:5060"], await Find("gateway", transport: SipTransport.Tcp));
        Assert.Empty(_server.Asked);
        Assert.Equal(["Udp 192.0.2.9:5070"], await Find("example.com"));
    }

    [Fact]
    public async Task An_answer_too_long_for_a_datagram_is_fetched_over_tcp()
    {
        _server.TooLongForUdp = true;
        for (var i = 1; i <= 60; i++) _server.A("example.com", $"192.0.2.{i}");
        var found = await Find("example.com");
        Assert.Equal(16, found.Count);
        Assert.Contains("tcp A example.com", _server.Asked);
    }

    [Fact]
    public async Task A_name_without_records_is_told()
    {
        var found = await Resolve("nowhere.example.com");
        Assert.Equal("nowhere.example.com has no address", found.Error);
        Assert.Empty(found.Targets);
    }

    [Theory]
    [InlineData("bad..name")]
    [InlineData("bücher.example")]
    [InlineData("a b")]
    public async Task What_is_no_host_name_is_told(string host) => Assert.Equal($"'{host}' is no host name", (await Resolve(host, 5060)).Error);

    [Fact]
    public async Task A_failing_server_is_an_error_and_what_was_found_in_spite_of_it_is_given()
    {
        _server.Codes[DnsType.Srv] = 2;
        _server.A("example.com", "192.0.2.1");
        var found = await Resolve("example.com");
        Assert.Equal("the name servers refused the SRV records of _sip._udp.example.com (code 2)", found.Error);
        Assert.Single(found.Targets);
    }

    [Fact]
    public async Task A_server_that_does_not_know_a_type_has_no_records_of_it()
    {
        _server.Codes[DnsType.Naptr] = 4;
        _server.A("example.com", "192.0.2.1");
        Assert.Equal(["Udp 192.0.2.1:5060"], await Find("example.com"));
    }

    [Fact]
    public async Task Silence_ends_the_search_soon()
    {
        _server.Silent.UnionWith([DnsType.Naptr, DnsType.Srv, DnsType.A, DnsType.Aaaa]);
        _timeout = TimeSpan.FromMilliseconds(50);
        var found = await Resolve("example.com");
        Assert.Equal("no name server answered when asked for the NAPTR records of example.com", found.Error);
        Assert.Equal(4, _server.Asked.Count); // two questions, two attempts each
    }

    [Fact]
    public async Task The_next_server_is_asked_when_one_refuses()
    {
        using var refusing = new FakeNameServer();
        foreach (var type in Enum.GetValues<DnsType>()) refusing.Codes[type] = 5;
        _server.A("example.com", "192.0.2.1");
        Assert.Equal(["Udp 192.0.2.1:5060"], await Find("example.com", servers: [refusing.Address, _server.Address]));
        Assert.NotEmpty(refusing.Asked);
    }

    [Fact]
    public async Task A_search_can_be_ended()
    {
        _server.Silent.Add(DnsType.A);
        using var stop = new CancellationTokenSource();
        var search = Resolver().ResolveAsync("example.com", 5060, null, stop.Token);
        await Eventually.Is(() => !_server.Asked.IsEmpty);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
    }

    [Fact]
    public async Task Answers_to_other_questions_are_not_believed()
    {
        _server.A("example.com", "192.0.2.1");
        _server.Forge = answer =>
        {
            byte[] otherNumber = [.. answer], otherName = [.. answer], noAnswer = [.. answer];
            otherNumber[0] ^= 1;
            otherName[14] ^= 1;
            noAnswer[2] &= 0x7F;
            otherNumber[^1] = otherName[^1] = noAnswer[^1] = 66;
            return [otherNumber, otherName, noAnswer, [], [1, 2, 3], answer];
        };
        Assert.Equal(["Udp 192.0.2.1:5060"], await Find("example.com", 5060));
    }

    [Fact]
    public async Task No_mutation_of_an_answer_makes_the_search_throw()
    {
        var chance = new Random(7);
        _timeout = TimeSpan.FromMilliseconds(20);
        _server.Forge = answer =>
        {
            var mutated = answer[..chance.Next(12, answer.Length + 1)];
            for (var i = 0; i < 3; i++) mutated[chance.Next(2, mutated.Length)] = (byte)chance.Next(256);
            return [mutated];
        };
        _server.Naptr("example.com", 50, 50, "s", "SIP+D2T", "_sip._tcp.example.com").Srv("_sip._tcp.example.com", 1, 0, 5070, "a.example.com")
            .A("a.example.com", "192.0.2.1").Cname("example.com", DnsType.A, "a.example.com");
        for (var i = 0; i < 25; i++) Assert.InRange((await Resolve("example.com")).Targets.Count, 0, 16);
    }

    [Fact]
    public void No_mutation_of_a_reply_makes_its_reading_throw()
    {
        var question = new DnsQuestion("example.com", DnsType.Srv);
        var answer = new byte[200];
        var length = question.Write(answer, 7);
        answer[2] |= 0x80;
        answer[7] = 2;
        foreach (var target in (string[])["a.example.com", "b"])
        {
            byte[] data = [0, 1, 0, 2, 0x13, 0xC4, .. FakeNameServer.Name(target)];
            byte[] record = [0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 9, 0, (byte)data.Length, .. data];
            record.CopyTo(answer, length);
            length += record.Length;
        }
        Assert.Equal(2, DnsReply.Read(answer.AsSpan(0, length), 7, question).Records.Count);
        var chance = new Random(11);
        for (var i = 0; i < 100_000; i++)
        {
            var mutated = answer[..chance.Next(length + 1)];
            for (var m = chance.Next(4); m > 0 && mutated.Length > 2; m--) mutated[chance.Next(2, mutated.Length)] = (byte)chance.Next(256);
            Assert.NotNull(DnsReply.Read(mutated, 7, question).Records);
        }
    }

    [Fact]
    public void Pointers_that_lead_in_circles_are_broken_names()
    {
        byte[][] names = [[0xC0, 0], [0xC0, 2, 0xC0, 0], [1, 97, 0xC0, 0], [63], [0x80, 1], [0xC0]];
        foreach (var bytes in names)
        {
            var reader = new DnsReader(bytes);
            Assert.Equal("", reader.Name());
            Assert.True(reader.IsBroken);
        }
    }

    [Fact]
    public void Resolv_conf_is_read_as_the_system_reads_it()
    {
        var conf = ResolvConf.Parse("# c\nsearch example.com\nnameserver 192.0.2.53\nnameserver fe80::1%eth0\nnameserver\t2001:db8::53\nnameserver 192.0.2.54\nnameserver 192.0.2.55\noptions ndots:2 timeout:3 attempts:9\n");
        Assert.Equal(["192.0.2.53:53", "[2001:db8::53]:53", "192.0.2.54:53"], conf.Servers.Select(s => s.ToString()));
        Assert.Equal((TimeSpan.FromSeconds(3), 5), (conf.Timeout, conf.Attempts));
        Assert.Equal("127.0.0.1:53", Assert.Single(ResolvConf.Parse("").Servers).ToString());
    }

    [Fact]
    public async Task The_machine_s_own_files_are_used()
    {
        var found = await new SipTargetResolver().ResolveAsync("localhost", 5060, SipTransport.Tcp, TestContext.Current.CancellationToken);
        Assert.Contains(found.Targets, t => t.Remote.IsLoopback && t.Transport == SipTransport.Tcp);
    }

    private SipTargetResolver Resolver(IReadOnlyList<IpEndpoint>? servers = null) =>
        new(() => new ResolvConf(servers ?? [_server.Address], _timeout, 2), () => HostsFile.Parse(_hosts), SourceTowards);

    private IpEndpoint? SourceTowards(IpEndpoint remote) =>
        _sources[remote.IsV4 ? 0 : 1] is { } source && IpEndpoint.TryParse(source.Contains(':') ? $"[{source}]" : source, 0, out var own) ? own : null;

    private Task<SipTargets> Resolve(string host, ushort port = 0, SipTransport? transport = null, IReadOnlyList<IpEndpoint>? servers = null) =>
        Resolver(servers).ResolveAsync(host, port, transport, TestContext.Current.CancellationToken);

    private async Task<List<string>> Find(string host, ushort port = 0, SipTransport? transport = null, IReadOnlyList<IpEndpoint>? servers = null)
    {
        var found = await Resolve(host, port, transport, servers);
        Assert.Null(found.Error);
        return [.. found.Targets.Select(t => $"{t.Transport} {t.Remote}")];
    }
}
