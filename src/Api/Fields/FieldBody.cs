using System.Text.Json;
using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;

namespace Tandem.Api.Fields;

/// <summary>
/// The fields of a catalogue in the body of a request. A value is of the field's kind, or the text that an operator would
/// write; null stays as it is.
/// </summary>
internal static class FieldBody
{
    /// <summary>The texts of the fields by their names in snake_case. What is no field, or of another type, is added to the problems.</summary>
    public static Dictionary<string, string> Read(
        IEnumerable<FieldDefinition> fields, IReadOnlyDictionary<string, JsonElement>? body, List<Problem> problems)
    {
        var texts = new Dictionary<string, string>();
        if (body is null) return texts;
        var byName = fields.ToDictionary(field => field.ApiName);
        foreach (var (name, value) in body)
        {
            if (!byName.TryGetValue(name, out var field)) problems.Add(new Problem(name, $"There is no field '{name}'."));
            else if (value.ValueKind == JsonValueKind.Null) continue;
            else if (TextOf(field.Kind, value) is { } text) texts[field.Name] = text;
            else problems.Add(new Problem(name, $"The value is of another type than this field's, which is {TypeOf(field.Kind)}."));
        }
        return texts;
    }

    private static string? TextOf(FieldKind kind, JsonElement value) => (kind, value.ValueKind) switch
    {
        (_, JsonValueKind.String) => value.GetString(),
        (FieldKind.Number, JsonValueKind.Number) => value.GetRawText(),
        (FieldKind.Flag, JsonValueKind.True) => "yes",
        (FieldKind.Flag, JsonValueKind.False) => "no",
        (FieldKind.List, JsonValueKind.Array) when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            string.Join(',', value.EnumerateArray().Select(item => item.GetString())),
        _ => null,
    };

    private static string TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.Number => "a whole number",
        FieldKind.Flag => "true or false",
        FieldKind.List => "an array of strings",
        _ => "a string",
    };
}
