using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>The machine's own names: hosts(5).</summary>
internal sealed class HostsFile
{
    private readonly Dictionary<string, List<IpEndpoint>> _addresses = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the text of the file; what it does not understand it passes over.</summary>
    public static HostsFile Parse(string text)
    {
        var hosts = new HostsFile();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !IpEndpoint.TryParse(words[0], 0, out var address)) continue;
            foreach (var name in words.AsSpan(1)) hosts.Add(name, address);
        }
        return hosts;
    }

    /// <summary>The addresses of a name, port 0; empty when it is not in the file.</summary>
    public IReadOnlyList<IpEndpoint> AddressesOf(string name) => _addresses.TryGetValue(name, out var addresses) ? addresses : [];

    private void Add(string name, in IpEndpoint address)
    {
        if (!_addresses.TryGetValue(name, out var addresses)) _addresses[name] = addresses = [];
        if (!addresses.Contains(address)) addresses.Add(address);
    }
}
