using Tandem.Sip.Flows;

namespace Tandem.Testing.Network;

/// <summary>What acts when simulated time has come.</summary>
public interface IWakeable
{
    /// <summary>A time that was asked for with <see cref="SimulatedNetwork.Wake"/> has come.</summary>
    /// <param name="now">The simulated time in milliseconds since the Unix epoch.</param>
    void OnTime(long now);
}

/// <summary>What has an address on the network.</summary>
public interface ISimulatedHost : IWakeable
{
    /// <summary>A datagram has arrived; its bytes are lent until the call returns.</summary>
    void Receive(in IpEndpoint from, byte[] buffer, int length, long now);
}
