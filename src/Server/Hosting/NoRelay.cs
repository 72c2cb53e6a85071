using Tandem.Media.Relay;

namespace Tandem.Server.Hosting;

internal sealed class NoRelay : IMediaRelay
{
    public IRelayStream? Open(in RelayStreamOptions options) => null;
}
