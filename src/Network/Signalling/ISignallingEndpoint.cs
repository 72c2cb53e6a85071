using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>An open listener for stream connections. Disposing it stops accepting; its connections are the table's.</summary>
public interface ISignallingEndpoint : IAsyncDisposable
{
    /// <summary>The address really bound.</summary>
    IpEndpoint Local { get; }
}
