using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>
/// One search for the addresses of a name. It is bounded whatever the name servers say: so many questions, so many addresses,
/// and it ends when they stay silent.
/// </summary>
internal sealed class SipTargetSearch(DnsClient dns, HostsFile hosts, DestinationOrder order, CancellationToken stop)
{
    private const int MaxTargets = 16;
    private const int MaxQuestions = 40;

    // Some routers swallow questions of types they do not know, so one silence is not the end; two are.
    private const int MaxSilences = 2;

    private const int NotImplemented = 4;

    private readonly List<SipTarget> _targets = [];
    private int _ranks;
    private string? _error;
    private int _questions;
    private int _silences;

    /// <summary>The name of a transport's SRV records (RFC 3263 §4.1); null when it has none.</summary>
    public static string? ServiceName(SipTransport transport, string name) => transport switch
    {
        SipTransport.Udp => $"_sip._udp.{name}",
        SipTransport.Tcp => $"_sip._tcp.{name}",
        SipTransport.Tls => $"_sips._tcp.{name}",
        _ => null,
    };

    /// <summary>True when the hosts file has the name: then DNS is not asked.</summary>
    public bool IsInHosts(string name) => hosts.AddressesOf(name).Count > 0;

    /// <summary>The services of a domain in the order of its NAPTR records; without those, UDP and then TCP (RFC 3263 §4.1).</summary>
    public async Task<IReadOnlyList<(string? Name, SipTransport Transport)>> ServicesOfAsync(string name)
    {
        var services = new List<(string? Name, SipTransport Transport)>();
        foreach (var naming in (await AskAsync<DnsRecord.Naming>(name, DnsType.Naptr)).OrderBy(n => n.Order).ThenBy(n => n.Preference))
        {
            if (TransportOf(naming) is { } transport) services.Add((naming.Replacement, transport));
        }
        return services.Count > 0 ? services : [(ServiceName(SipTransport.Udp, name), SipTransport.Udp), (ServiceName(SipTransport.Tcp, name), SipTransport.Tcp)];
    }

    /// <summary>Adds what the services' SRV records lead to; when there are none, the addresses of the name itself (RFC 3263 §4.2).</summary>
    public async Task AddServicesOrHostAsync(string name, IReadOnlyList<(string? Name, SipTransport Transport)> services, SipTransport otherwise)
    {
        var offered = false;
        foreach (var (service, transport) in services)
        {
            if (service is not null) offered |= await AddServiceAsync(service, transport);
        }
        if (!offered) await AddHostAsync(name, otherwise.DefaultPort(), otherwise, default);
    }

    /// <summary>Adds the addresses of a host (RFC 6724).</summary>
    public async Task AddHostAsync(string name, ushort port, SipTransport transport, ServerShare share)
    {
        var known = hosts.AddressesOf(name);
        if (known.Count == 0)
        {
            var v4 = AskAsync<DnsRecord.Address>(name, DnsType.A);
            var v6 = AskAsync<DnsRecord.Address>(name, DnsType.Aaaa);
            known = [.. (await v4).Concat(await v6).Select(a => a.Endpoint)];
        }
        foreach (var address in order.Sort(known))
        {
            var remote = address.WithPort(port);
            if (_targets.Count < MaxTargets && !_targets.Any(t => t.Transport == transport && t.Remote == remote)) _targets.Add(new SipTarget(transport, remote, share));
        }
    }

    /// <summary>What was found.</summary>
    public SipTargets Result(string name) =>
        new(_targets, _error ?? (_targets.Count == 0 ? $"{name} has no address" : null));

    // True when the service has SRV records, though they may say that nobody offers it.
    private async Task<bool> AddServiceAsync(string service, SipTransport transport)
    {
        var services = (await AskAsync<DnsRecord.Location>(service, DnsType.Srv)).ToList();
        foreach (var equals in services.GroupBy(s => s.Priority).OrderBy(g => g.Key))
        {
            var (rank, server) = (_ranks++, 0);
            foreach (var found in equals)
            {
                var share = new ServerShare(rank, found.Weight, server++);
                if (found.Target.Length > 0) await AddHostAsync(found.Target, found.Port == 0 ? transport.DefaultPort() : found.Port, transport, share);
            }
        }
        return services.Count > 0;
    }

    private async Task<IEnumerable<T>> AskAsync<T>(string name, DnsType type) where T : DnsRecord
    {
        var question = new DnsQuestion(name, type);
        if (!question.IsValid)
        {
            _error ??= $"'{name}' is no host name";
            return [];
        }
        if (_questions++ >= MaxQuestions || _silences >= MaxSilences) return [];
        var reply = await dns.AskAsync(question, stop);
        if (reply.Kind == DnsReplyKind.Answered) return reply.Records.OfType<T>();
        if (reply.Kind == DnsReplyKind.Silent) _silences++;
        if (reply.Code != NotImplemented) _error ??= Problem(question, reply);
        return [];
    }

    private static string Problem(DnsQuestion question, DnsReply reply)
    {
        var asked = $"the {question.Type.ToString().ToUpperInvariant()} records of {question.Name}";
        return reply.Kind == DnsReplyKind.Silent
            ? $"no name server answered when asked for {asked}"
            : $"the name servers refused {asked} (code {reply.Code})";
    }

    private static SipTransport? TransportOf(DnsRecord.Naming naming) => (naming.Flags.ToUpperInvariant(), naming.Services.ToUpperInvariant()) switch
    {
        ("S", "SIP+D2U") => SipTransport.Udp,
        ("S", "SIP+D2T") => SipTransport.Tcp,
        ("S", "SIPS+D2T") => SipTransport.Tls,
        _ => null,
    };
}
