using System.Text.Json;

namespace Tandem.Switching.Fields;

/// <summary>What the catalogue says of one field of an object, whatever the object.</summary>
public abstract class FieldDefinition
{
    /// <summary>Its name in files and on the command line, in snake_case.</summary>
    public required string Name
    {
        get;
        init
        {
            field = value;
            ApiName = JsonNamingPolicy.CamelCase.ConvertName(string.Concat(value.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
        }
    }

    /// <summary>Its name in JSON, in camelCase.</summary>
    public string ApiName { get; private init; } = "";

    /// <summary>One sentence that says what it does.</summary>
    public required string Meaning { get; init; }

    /// <summary>The unit of the value; "" when it has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>How JSON has the value.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>What may be written, for people.</summary>
    public required string Range { get; init; }

    /// <summary>The text of the default; writing "" sets it too.</summary>
    public required string DefaultText { get; init; }

    /// <summary>What kind of group the value names; null = none.</summary>
    public GroupKind? Names { get; init; }
}

/// <summary>A kind of group that other objects name.</summary>
public enum GroupKind : byte
{
    /// <summary>A gateway group.</summary>
    Gateways,
    /// <summary>A number group.</summary>
    Numbers,
}
