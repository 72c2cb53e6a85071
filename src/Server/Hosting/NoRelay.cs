using Tandem.Media.Relay;
using Tandem.Sip.Flows;
using Tandem.Switching.Calls;

namespace Tandem.Server.Hosting;

internal sealed class NoRelay : IMediaRelay
{
    public IRelayStream? Open(in RelayStreamOptions options) => null;
}

internal sealed class NoTrace : ICallTrace
{
    public void Note(Guid call, bool sent, in Flow flow, in IpEndpoint local, ReadOnlySpan<byte> message, long now)
    {
    }
}
