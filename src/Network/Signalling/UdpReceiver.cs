using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// Reads datagrams from one socket into buffers of its own. Every buffer is one byte longer than the longest datagram
/// taken, so that a longer one is recognised by its length.
/// </summary>
internal abstract class UdpReceiver(ushort listener, UdpOptions options, UdpCounters counters)
{
    protected UdpOptions Options => options;

    protected UdpCounters Counters => counters;

    /// <summary>Reads what is there, up to a batch, without waiting; returns how many datagrams were read.</summary>
    internal abstract int Receive(ISignallingReceiver receiver);

    protected void Deliver(ISignallingReceiver receiver, in IpEndpoint from, byte[] buffer, int offset, int length, long timestamp)
    {
        if (length > options.MaxDatagram)
        {
            counters.Truncated++;
            return;
        }
        counters.Received++;
        receiver.Receive(new Flow(SipTransport.Udp, listener, from), buffer, offset, length, timestamp);
    }
}
