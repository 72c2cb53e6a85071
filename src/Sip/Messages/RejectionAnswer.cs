namespace Tandem.Sip.Messages;

/// <summary>What a rejection is answered with and counted as.</summary>
/// <param name="status">The status code, 0 for silence.</param>
/// <param name="phrase">The reason phrase.</param>
/// <param name="metric">The rejection's name in metrics and logs.</param>
public readonly ref struct RejectionAnswer(int status, ReadOnlySpan<byte> phrase, string metric)
{
    /// <summary>
    /// The status code, 0 for silence. A message that <see cref="SipMessage.CanBeAnswered"/> denies gets silence all the same.
    /// </summary>
    public int Status { get; } = status;

    /// <summary>The reason phrase.</summary>
    public ReadOnlySpan<byte> Phrase { get; } = phrase;

    /// <summary>The rejection's name in metrics and logs.</summary>
    public string Metric { get; } = metric;
}
