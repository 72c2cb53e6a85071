using System.Globalization;
using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>The system's name servers: resolv.conf(5).</summary>
/// <param name="Servers">Up to three, in order.</param>
/// <param name="Timeout">How long one is waited for.</param>
/// <param name="Attempts">How often the list is gone through.</param>
internal sealed record ResolvConf(IReadOnlyList<IpEndpoint> Servers, TimeSpan Timeout, int Attempts)
{
    private const ushort DnsPort = 53;
    private const int MaxServers = 3;

    /// <summary>Reads the text of the file; what it does not understand it passes over. Without a server this machine's own is asked.</summary>
    public static ResolvConf Parse(string text)
    {
        var servers = new List<IpEndpoint>();
        var (timeout, attempts) = (5, 2);
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var address, ..] && servers.Count < MaxServers && TryServer(address, out var server)) servers.Add(server);
            if (words is not ["options", .. var options]) continue;
            foreach (var option in options)
            {
                timeout = Value(option, "timeout:", timeout, 30);
                attempts = Value(option, "attempts:", attempts, 5);
            }
        }
        if (servers.Count == 0) servers.Add(IpEndpoint.FromV4(0x7F000001, DnsPort));
        return new ResolvConf(servers, TimeSpan.FromSeconds(timeout), attempts);
    }

    // A link-local server has a zone behind a percent sign, which our sockets know nothing of.
    private static bool TryServer(string address, out IpEndpoint server) => IpEndpoint.TryParse(address, DnsPort, out server);

    private static int Value(string option, string name, int otherwise, int greatest) =>
        option.StartsWith(name, StringComparison.Ordinal) && int.TryParse(option.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? Math.Clamp(value, 1, greatest)
            : otherwise;
}
