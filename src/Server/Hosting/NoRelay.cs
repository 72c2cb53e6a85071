using Tandem.Sip.Flows;
using Tandem.Switching.Calls;

namespace Tandem.Server.Hosting;

internal sealed class NoTrace : ICallTrace
{
    public void Note(Guid call, bool sent, in Flow flow, in IpEndpoint local, ReadOnlySpan<byte> message, long now)
    {
    }
}
