using Tandem.Sip.Flows;

namespace Tandem.Testing;

/// <summary>Keeps the latest answer of a <see cref="TestSwitch"/> as bytes, without allocating for it.</summary>
public sealed class AnswerBuffer : IOutbox
{
    /// <summary>The bytes; only the first <see cref="Length"/> are the answer.</summary>
    public byte[] Bytes { get; } = new byte[IOutbox.MaxMessageLength];

    /// <summary>The length of the latest answer; 0 when there was none.</summary>
    public int Length { get; set; }

    /// <summary>Its status code.</summary>
    public int Status => int.Parse(Bytes.AsSpan(8, 3), System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public Span<byte> Reserve(in Flow flow) => Bytes;

    /// <inheritdoc/>
    public void Send(in Flow flow, int length) => Length = length;
}
