namespace Tandem.Media.Rtp;

/// <summary>When the latest sender reports of one side passed.</summary>
internal sealed class SenderReportTimes
{
    // A report may speak of a sender report before the latest when the two cross on their way.
    private const int Kept = 4;
    private const long LongestRoundTrip = 30_000_000;

    private readonly uint[] _sentAt = new uint[Kept];
    private readonly long[] _passedAt = new long[Kept];
    private int _next;

    public void Passed(uint sentAt, long nowMicroseconds)
    {
        _sentAt[_next] = sentAt;
        _passedAt[_next] = nowMicroseconds;
        _next = (_next + 1) % Kept;
    }

    /// <summary>The microseconds that a report proves; 0 when it speaks of no sender report that is known, or cannot be true.</summary>
    public int RoundTripOf(in RtcpReport report, long nowMicroseconds)
    {
        var at = report.LastSenderReport == 0 ? -1 : Array.IndexOf(_sentAt, report.LastSenderReport);
        if (at < 0) return 0;
        var delay = report.DelaySinceLastSenderReport * 1_000_000L >> 16;
        var measured = nowMicroseconds - _passedAt[at] - delay;
        // The delay comes in steps of 15 µs, and a clock ticks: a way that takes no time may seem to take a little less.
        return measured is > LongestRoundTrip or < -1_000 ? 0 : (int)Math.Max(measured, 1);
    }
}
