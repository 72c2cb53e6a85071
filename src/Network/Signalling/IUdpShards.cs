using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>Opens and closes the UDP sockets of the shards, of which each owns its own.</summary>
public interface IUdpShards
{
    /// <summary>Every shard opens a <see cref="UdpEndpoint"/> on the address, which was found to be free; returns when all have.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">A shard could not; none has it open any more.</exception>
    Task OpenAsync(ushort listener, IpEndpoint local);

    /// <summary>Every shard closes its socket of the listener; returns when all have.</summary>
    Task CloseAsync(ushort listener);
}
