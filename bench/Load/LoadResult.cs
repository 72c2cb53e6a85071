using System.Globalization;

namespace Tandem.Load;

/// <summary>What was measured. <see cref="ToString"/> is one line of name=value, for people and scripts.</summary>
internal sealed record LoadResult
{
    public required double Seconds { get; init; }
    public required long Registrations { get; init; }
    public required long Challenges { get; init; }
    public required long Other { get; init; }
    public required long Retransmissions { get; init; }
    public required long Late { get; init; }
    public required int RegistrationP50 { get; init; }
    public required int RegistrationP99 { get; init; }
    public required int AnswerP50 { get; init; }
    public required int AnswerP99 { get; init; }
    public required double ProcessorMicroseconds { get; init; }
    public required int ReceiveBuffer { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"registrations={Registrations} per_s={Registrations / Seconds:F0} challenges={Challenges} other={Other} "
        + $"retransmissions={Retransmissions} late={Late} p50_us={RegistrationP50} p99_us={RegistrationP99} "
        + $"answer_p50_us={AnswerP50} answer_p99_us={AnswerP99} cpu_us={Share:F2} receive_buffer={ReceiveBuffer}");

    private double Share => Registrations == 0 ? 0 : ProcessorMicroseconds / Registrations;
}
