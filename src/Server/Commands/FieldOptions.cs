using System.CommandLine;
using System.Text.Json.Nodes;
using Tandem.Switching.Fields;

namespace Tandem.Server.Commands;

/// <summary>The options that set the fields of a catalogue, one for each.</summary>
internal sealed class FieldOptions
{
    private const string Yes = "yes";

    private readonly List<(FieldDefinition Field, Option<string?> Option)> _options;

    public FieldOptions(IEnumerable<FieldDefinition> fields) => _options = [.. fields.Select(field => (field, Make(field)))];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options) command.Add(option);
    }

    /// <summary>Puts what the command line sets into a body; the API reads texts as well as values.</summary>
    public void Fill(JsonObject body, ParseResult result)
    {
        foreach (var (field, option) in _options)
        {
            // A switch without a word after it is meant.
            if (result.GetResult(option) is not null) body[field.ApiName] = result.GetValue(option) ?? Yes;
        }
    }

    /// <summary>The option's name: --call-lock for call_lock.</summary>
    public static string NameOf(FieldDefinition field) => $"--{field.Name.Replace('_', '-')}";

    private static Option<string?> Make(FieldDefinition field)
    {
        var unit = field.Unit.Length > 0 ? $" {field.Unit}" : "";
        var initial = field.DefaultText.Length > 0 ? $" (default: {field.DefaultText})" : "";
        return new Option<string?>(NameOf(field))
        {
            Description = $"{field.Meaning} {field.Range}{unit}{initial}",
            HelpName = field.Kind switch { FieldKind.Number => "N", FieldKind.Flag => "yes|no", FieldKind.List => "A,B", _ => "TEXT" },
            Arity = field.Kind == FieldKind.Flag ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
    }
}
