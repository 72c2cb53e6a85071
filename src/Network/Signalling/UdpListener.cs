using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>A UDP listener: the sockets of all shards on one address.</summary>
internal sealed class UdpListener : ISignallingEndpoint
{
    private readonly ushort _listener;
    private readonly IUdpShards _shards;

    private UdpListener(ushort listener, IpEndpoint local, IUdpShards shards)
    {
        _listener = listener;
        _shards = shards;
        Local = local;
    }

    public IpEndpoint Local { get; }

    internal static async Task<UdpListener> OpenAsync(ushort listener, IpEndpoint local, IUdpShards shards)
    {
        // The shards' sockets share their address, so each of them would share it with a stranger as well.
        var claimed = UdpEndpoint.Claim(local);
        await shards.OpenAsync(listener, claimed);
        return new UdpListener(listener, claimed, shards);
    }

    public async ValueTask DisposeAsync() => await _shards.CloseAsync(_listener);
}
