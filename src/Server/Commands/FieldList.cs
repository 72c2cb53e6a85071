using System.Text.Json;
using Tandem.Switching.Fields;

namespace Tandem.Server.Commands;

/// <summary>The fields of a catalogue as a command shows them: title and text.</summary>
internal static class FieldList
{
    /// <summary>The fields of an object as the API shows it; those at their default on request only.</summary>
    public static IEnumerable<(string Title, string? Text)> Of(IEnumerable<FieldDefinition> fields, JsonElement shown, bool all) =>
        from field in fields
        let text = Screen.Text(shown, field.ApiName)
        where all || text != DefaultOf(field)
        select (field.Name.Replace('_', ' '), (string?)text);

    /// <summary>A value of an enumeration as words: "notRegistered" is "not registered".</summary>
    public static string Words(string value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value).Replace('_', ' ');

    // A list is shown with blanks behind its commas.
    private static string DefaultOf(FieldDefinition field) =>
        field.Kind == FieldKind.List ? field.DefaultText.Replace(",", ", ", StringComparison.Ordinal) : field.DefaultText;
}
