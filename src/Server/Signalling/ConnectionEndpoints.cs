using System.Text;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Registration;

namespace Tandem.Server.Signalling;

/// <summary>
/// Which endpoints registered over which of a shard's stream connections, so that they are offline when it closes
/// (RFC 5626 §4.4: the flow has failed).
/// </summary>
internal sealed class ConnectionEndpoints(LocationTable locations)
{
    private readonly Dictionary<long, HashSet<string>> _byConnection = [];

    /// <summary>Notes that the endpoint of an accepted REGISTER is reached over its connection.</summary>
    public void Note(SipMessage register, in Flow flow)
    {
        Span<byte> scratch = stackalloc byte[AddressOfRecord.MaxUserLength];
        if (!AddressOfRecord.TryRead(register, scratch, out var aor)) return;
        if (!_byConnection.TryGetValue(flow.Connection, out var endpoints)) _byConnection[flow.Connection] = endpoints = [];
        endpoints.Add(Encoding.UTF8.GetString(aor.Name));
    }

    /// <summary>The connection is gone: what was bound over it is offline.</summary>
    public void Closed(in Flow flow)
    {
        if (!_byConnection.Remove(flow.Connection, out var endpoints)) return;
        foreach (var endpoint in endpoints) locations.MarkOffline(endpoint, flow);
    }
}
