using System.Net.NetworkInformation;
using Tandem.Sip.Flows;

namespace Tandem.Network.Relay;

/// <summary>The addresses of this machine, read anew every half minute, since they come and go.</summary>
internal sealed class OwnAddresses : IDisposable
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(30);

    private readonly ITimer _timer;
    private HashSet<IpEndpoint> _addresses = Read();

    internal OwnAddresses(TimeProvider clock) => _timer = clock.CreateTimer(_ => Volatile.Write(ref _addresses, Read()), null, ReadEvery, ReadEvery);

    /// <summary>True when the address, with whatever port, is one of ours.</summary>
    internal bool Has(IpEndpoint endpoint) => Volatile.Read(ref _addresses).Contains(endpoint.WithPort(0));

    public void Dispose() => _timer.Dispose();

    private static HashSet<IpEndpoint> Read() =>
    [
        .. from network in NetworkInterface.GetAllNetworkInterfaces()
           from unicast in network.GetIPProperties().UnicastAddresses
           select IpEndpoint.From(unicast.Address, 0),
    ];
}
