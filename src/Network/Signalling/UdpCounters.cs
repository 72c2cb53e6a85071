namespace Tandem.Network.Signalling;

/// <summary>What happened on one UDP socket since it was opened. Written by the shard's thread, read by any.</summary>
internal sealed class UdpCounters
{
    internal long Received;
    internal long ReceiveErrors;
    internal long Truncated;
    internal long Sent;
    internal long SendErrors;
    internal long SendDrops;
}
