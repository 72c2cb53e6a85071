namespace Tandem.Network.Signalling;

/// <summary>How one system tells that sockets can be read.</summary>
internal interface IReadinessSource : IDisposable
{
    void Add(UdpEndpoint endpoint);

    void Remove(UdpEndpoint endpoint);

    /// <summary>True when something happened, a wake among it.</summary>
    bool Wait(int timeoutMilliseconds);

    void Wake();
}
