using Tandem.Api.Metrics;
using Tandem.Network.Relay;

namespace Tandem.Server.Hosting;

/// <summary>What /metrics shows of relayed media.</summary>
internal static class MediaMetrics
{
    /// <summary>The relay's figures; none where there is no relay.</summary>
    internal static IEnumerable<Metric> Of(RtpRelay? relay)
    {
        if (relay is null) yield break;
        yield return Metric.Gauge("tandem_media_streams", "Media streams relayed at present.", relay.Streams);
        yield return Metric.Gauge("tandem_media_ports_lent", "Media ports in use.", relay.PortsLent);
        yield return Metric.Gauge("tandem_media_ports_free", "Media ports not in use, those included that rest after a call.", relay.PortsFree);
        yield return Metric.Gauge("tandem_media_sockets", "Media sockets open at present, those kept for the next calls included.", relay.Sockets);
        yield return Metric.Counter("tandem_media_packets_total", "Media packets sent on to the other side.", relay.Relayed);
        yield return Metric.Counter("tandem_media_refused_total", "Media packets from elsewhere than the call's parties, refused.", relay.Refused);
        yield return Metric.Counter("tandem_media_late_total", "Media packets that came after the end of their call.", relay.Late);
        yield return Metric.Counter("tandem_media_homeless_total", "Media packets for a side that had not said where it wants them, or wants none.", relay.Homeless);
        yield return Metric.Counter("tandem_media_excess_total", "Media packets beyond what one side of a stream may have relayed in a second.", relay.Excess);
        yield return Metric.Counter("tandem_media_send_errors_total", "Media packets that the system did not send.", relay.SendErrors);
        yield return Metric.Counter("tandem_media_faults_total", "Media packets dropped because of a fault of the switch.", relay.Faults);
        yield return Metric.Counter("tandem_media_allocated_bytes_total", "Managed memory allocated by the relay's threads.", relay.AllocatedBytes);
    }
}
