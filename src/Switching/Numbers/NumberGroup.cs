namespace Tandem.Switching.Numbers;

/// <summary>A named set of numbers, for white and black lists. Immutable.</summary>
public sealed record NumberGroup
{
    /// <summary>Its name, 1–64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The numbers; one that ends in * stands for all that begin with what is before it.</summary>
    public NumberSet Numbers { get; init; } = NumberSet.Empty;

    /// <summary>The operator's note.</summary>
    public string Memo { get; init; } = "";
}
