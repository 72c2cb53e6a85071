using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>
/// Finds the addresses of a SIP peer as RFC 3263 §4 says: by NAPTR, SRV and address records, the hosts file before them.
/// Thread-safe; for background use, for it waits for name servers.
/// </summary>
public sealed class SipTargetResolver
{
    private readonly DnsClient _dns;
    private readonly Func<HostsFile> _hosts;
    private readonly DestinationOrder _order;

    /// <summary>Asks the name servers of resolv.conf(5); both files are read anew each time, so that changes count at once.</summary>
    public SipTargetResolver()
        : this(() => ResolvConf.Parse(Read("/etc/resolv.conf")), () => HostsFile.Parse(Read("/etc/hosts")), KernelRoute.SourceTowards)
    {
    }

    internal SipTargetResolver(Func<ResolvConf> servers, Func<HostsFile> hosts, Func<IpEndpoint, IpEndpoint?> sourceTowards)
    {
        _dns = new DnsClient(servers);
        _hosts = hosts;
        _order = new DestinationOrder(sourceTowards);
    }

    /// <summary>Finds the addresses. Only cancellation throws.</summary>
    /// <param name="host">An IP address or a host name, without brackets.</param>
    /// <param name="port">The port; 0 when none was named, which is what makes it SRV's affair.</param>
    /// <param name="transport">The transport; null when none was named, which is what makes it NAPTR's affair.</param>
    /// <param name="stop">Ends the search.</param>
    public async Task<SipTargets> ResolveAsync(string host, ushort port, SipTransport? transport, CancellationToken stop)
    {
        var used = transport ?? SipTransport.Udp;
        var usedPort = port == 0 ? used.DefaultPort() : port;
        if (IpEndpoint.TryParse(host.Contains(':') ? $"[{host}]" : host, usedPort, out var literal)) return new SipTargets([new SipTarget(used, literal)], null);
        var name = host.TrimEnd('.').ToLowerInvariant();
        var search = new SipTargetSearch(_dns, _hosts(), _order, stop);
        if (search.IsInHosts(name) || port != 0) await search.AddHostAsync(name, usedPort, used, default);
        else if (transport is { } wanted) await search.AddServicesOrHostAsync(name, [(SipTargetSearch.ServiceName(wanted, name), wanted)], used);
        else await search.AddServicesOrHostAsync(name, await search.ServicesOfAsync(name), used);
        return search.Result(name);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
