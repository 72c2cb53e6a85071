namespace Tandem.Switching.Parameters;

/// <summary>What the catalogue says of one parameter.</summary>
public abstract class ParameterDefinition
{
    /// <summary>The name operators know, such as SS_ENDPOINT_EXPIRE.</summary>
    public required string Name { get; init; }

    /// <summary>Other names by which the same parameter is found.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>One of <see cref="ParameterCategory"/>.</summary>
    public required string Category { get; init; }

    /// <summary>The unit of the value; empty when it has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>One sentence that says what the parameter does.</summary>
    public required string Meaning { get; init; }

    /// <summary>The default as text, in the canonical form.</summary>
    public abstract string DefaultText { get; }

    /// <summary>What may be set, for people: "60–86400", "On or Off".</summary>
    public abstract string Range { get; }

    /// <summary>Its place in a <see cref="ParameterSet"/>.</summary>
    internal int Index { get; set; }

    internal abstract object DefaultObject { get; }

    /// <summary>
    /// Reads a value as an operator writes it. On success the canonical text comes back beside it; on failure the error
    /// names the parameter and what is allowed.
    /// </summary>
    internal abstract bool TryRead(string text, out object value, out string canonical, out string error);
}

/// <summary>A parameter whose value is a <typeparamref name="T"/>.</summary>
public abstract class ParameterDefinition<T> : ParameterDefinition where T : notnull
{
    private readonly ParameterValue<T> _default;

    /// <summary>A definition with its default.</summary>
    protected ParameterDefinition(T defaultValue) => _default = new ParameterValue<T>(defaultValue);

    /// <summary>The value when nobody has set one.</summary>
    public T Default => _default.Value;

    /// <inheritdoc/>
    public override string DefaultText => Print(Default);

    internal override object DefaultObject => _default;

    /// <summary>Reads the text; the error says what is allowed, without the parameter's name.</summary>
    protected abstract bool TryParse(string text, out T value, out string error);

    /// <summary>The canonical text of a value.</summary>
    protected abstract string Print(T value);

    internal override bool TryRead(string text, out object value, out string canonical, out string error)
    {
        if (TryParse(text.Trim(), out var typed, out error))
        {
            value = new ParameterValue<T>(typed);
            canonical = Print(typed);
            return true;
        }
        error = $"{Name}: {error}";
        value = _default;
        canonical = "";
        return false;
    }
}

/// <summary>A value in its box, so that a typed read unboxes nothing and allocates nothing.</summary>
internal sealed record ParameterValue<T>(T Value);
