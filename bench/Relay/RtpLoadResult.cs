using System.Globalization;

namespace Tandem.RelayBench;

/// <summary>What was measured. <see cref="ToString"/> is one line of name=value, for people and scripts.</summary>
internal sealed record RtpLoadResult
{
    public required int Calls { get; init; }
    public required double Seconds { get; init; }
    public required long Sent { get; init; }
    public required long Arrived { get; init; }
    public required double ProcessorMicroseconds { get; init; }
    public required double DelayP50 { get; init; }
    public required double DelayP99 { get; init; }
    public required double BehindMilliseconds { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"calls={Calls} per_s={Sent / Seconds:F0} sent={Sent} lost={Sent - Arrived} cpu_us={Share:F2} "
        + $"delay_p50_ms={DelayP50:F2} delay_p99_ms={DelayP99:F2} behind_ms={BehindMilliseconds:F1}");

    private double Share => Sent == 0 ? 0 : ProcessorMicroseconds / Sent;
}
