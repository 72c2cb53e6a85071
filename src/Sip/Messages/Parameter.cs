namespace Tandem.Sip.Messages;

/// <summary>One parameter of a header field or a URI.</summary>
/// <param name="name">The name as written.</param>
/// <param name="value">The value without its quotes; empty when there is none.</param>
/// <param name="hasValue">True when an equals sign follows the name.</param>
public readonly ref struct Parameter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool hasValue)
{
    /// <summary>The name as written; names are compared without regard to case.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>The value without its quotes; empty when there is none.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>True when an equals sign follows the name.</summary>
    public bool HasValue { get; } = hasValue;
}
