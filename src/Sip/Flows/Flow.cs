namespace Tandem.Sip.Flows;

/// <summary>
/// A transport-layer path between this switch and one peer (RFC 5626 §2): what a request came in on and what its answer,
/// and later requests to the same peer, go out on.
/// </summary>
/// <param name="Transport">How the bytes travel.</param>
/// <param name="Listener">Which of our listeners: an index that stays the same while the listener is open.</param>
/// <param name="Remote">The peer's address as seen on the wire, never as written in a header.</param>
/// <param name="Connection">The connection's number, unique in this process; 0 for UDP.</param>
public readonly record struct Flow(SipTransport Transport, ushort Listener, IpEndpoint Remote, long Connection = 0)
{
    /// <summary>
    /// True when what is sent on the two takes the same way. The number of a connection does not count: a request that is sent
    /// without one, or on one that has gone, opens another to the same address.
    /// </summary>
    public bool TakesSameWayAs(in Flow other) =>
        Transport == other.Transport && Remote == other.Remote && (Transport.IsReliable() || Listener == other.Listener);
}
