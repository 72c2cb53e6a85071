namespace Tandem.Switching.Parameters;

/// <summary>The values of all parameters at one moment. Immutable; setting one makes a new set that is swapped in.</summary>
public sealed class ParameterSet
{
    /// <summary>Every parameter at its default.</summary>
    public static readonly ParameterSet Defaults = new([.. ParameterCatalogue.All.Select(p => p.DefaultObject)], []);

    private readonly object[] _values;
    private readonly Dictionary<string, string> _texts;

    private ParameterSet(object[] values, Dictionary<string, string> texts)
    {
        _values = values;
        _texts = texts;
    }

    /// <summary>The value of a parameter.</summary>
    public T Get<T>(ParameterDefinition<T> parameter) where T : notnull => ((ParameterValue<T>)_values[parameter.Index]).Value;

    /// <summary>The canonical text of the value, as it is stored and shown.</summary>
    public string Text(ParameterDefinition parameter) => _texts.GetValueOrDefault(parameter.Name, parameter.DefaultText);

    /// <summary>True when the value is not the default.</summary>
    public bool IsSet(ParameterDefinition parameter) => Text(parameter) != parameter.DefaultText;

    /// <summary>A set with one value changed; false and an error that names the range when the text is no value of it.</summary>
    public bool TryWith(ParameterDefinition parameter, string text, out ParameterSet changed, out string error)
    {
        changed = this;
        if (!parameter.TryRead(text, out var value, out var canonical, out error)) return false;
        var values = (object[])_values.Clone();
        values[parameter.Index] = value;
        changed = new ParameterSet(values, new Dictionary<string, string>(_texts) { [parameter.Name] = canonical });
        return true;
    }
}
