namespace Tandem.Media.Rtp;

/// <summary>
/// Estimates how a call sounded, as a mean opinion score, from what the network did to it.
/// </summary>
/// <remarks>
/// The E-model (ITU-T G.107) as simplified for packet voice by R. G. Cole and J. H. Rosenbluth, "Voice over IP Performance
/// Monitoring", ACM SIGCOMM Computer Communication Review 31 (2), 2001: R = 94.2 − Id − Ie, where delay costs
/// Id = 0.024 d + 0.11 (d − 177.3) H(d − 177.3), d being the one-way delay from mouth to ear in milliseconds, and codec and loss
/// cost Ie = γ1 + γ2 ln(1 + γ3 e), e being the part lost: 0, 30, 15 for G.711 with concealment, 11, 40, 10 for G.729A. Other codecs are
/// taken as G.711, so the figure for them is one of the network alone. R becomes a score by G.107 Annex B. The delay is
/// half the round trip, a jitter buffer of twice the mean jitter, and a packet of 20 ms; when the round trip is not known it
/// counts as none, and the score is the best one possible.
/// </remarks>
public static class MosEstimate
{
    private const int G729 = 18;
    private const double PacketMilliseconds = 20;

    /// <summary>The score in hundredths, 100–442; 0 when nothing was received.</summary>
    /// <param name="received">Packets received.</param>
    /// <param name="lost">Packets missing.</param>
    /// <param name="jitterMicroseconds">The mean jitter.</param>
    /// <param name="roundTripMicroseconds">The round trip between the parties; 0 = not known.</param>
    /// <param name="payloadType">The payload type of the voice (RFC 3551).</param>
    public static int Of(long received, long lost, int jitterMicroseconds, int roundTripMicroseconds, int payloadType)
    {
        if (received <= 0) return 0;
        var delay = roundTripMicroseconds / 2_000.0 + 2 * jitterMicroseconds / 1_000.0 + PacketMilliseconds;
        var lostPart = Math.Max(lost, 0) / (double)(received + Math.Max(lost, 0));
        return (int)Math.Round(100 * ScoreOf(94.2 - CostOfDelay(delay) - CostOfLoss(lostPart, payloadType)));
    }

    private static double CostOfDelay(double milliseconds) => 0.024 * milliseconds + 0.11 * Math.Max(milliseconds - 177.3, 0);

    private static double CostOfLoss(double part, int payloadType) =>
        payloadType == G729 ? 11 + 40 * Math.Log(1 + 10 * part) : 30 * Math.Log(1 + 15 * part);

    // G.107 Annex B. Near R = 0 the cubic falls a little below 1, which no score does.
    private static double ScoreOf(double r) =>
        r <= 0 ? 1 : Math.Clamp(1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6, 1, 4.5);
}
