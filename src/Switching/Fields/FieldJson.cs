using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Switching.Fields;

/// <summary>Fields as JSON: typed for readers of the API and the audit log, and as plain texts for the store.</summary>
public static class FieldJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A field's text as the JSON value of its kind: a string, an int, a bool, an array of strings, or null.</summary>
    public static object? Value(FieldDefinition field, string text) => field.Kind switch
    {
        FieldKind.Number => text.Length == 0 ? null : int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        FieldKind.Flag => text.Length == 0 ? null : text == "yes",
        FieldKind.List => text.Length == 0 ? Array.Empty<string>() : text.Split(',', StringSplitOptions.TrimEntries),
        _ => text,
    };

    /// <summary>The fields that are not at their default, as one object of names and texts for the store; null when all are.</summary>
    /// <param name="catalogue">The fields.</param>
    /// <param name="of">The object.</param>
    /// <param name="except">A field that the store keeps elsewhere.</param>
    public static string? Store<T>(FieldCatalogue<T> catalogue, T of, string? except = null) where T : class
    {
        var set = catalogue.Set(of).Where(field => field.Field.Name != except).ToList();
        return set.Count == 0 ? null : Write(json =>
        {
            foreach (var (field, text) in set) json.WriteString(field.Name, text);
        });
    }

    /// <summary>The object with the fields that <see cref="Store"/> wrote. A field that means nothing to this program is told and left out.</summary>
    public static T Restore<T>(FieldCatalogue<T> catalogue, T blank, string? stored, Action<string> complain) where T : class
    {
        if (string.IsNullOrEmpty(stored)) return blank;
        var restored = blank;
        using var json = Parsed(stored, complain);
        if (json is not { RootElement.ValueKind: JsonValueKind.Object }) return blank;
        foreach (var property in json.RootElement.EnumerateObject())
        {
            var problem = catalogue.Find(property.Name) is { } field
                ? field.Read(restored, property.Value.ToString(), out restored)
                : "It is unknown to this version.";
            if (problem is not null) complain($"{property.Name}: {problem}");
        }
        return restored;
    }

    private static JsonDocument? Parsed(string stored, Action<string> complain)
    {
        try
        {
            return JsonDocument.Parse(stored);
        }
        catch (JsonException)
        {
            complain("Its fields cannot be read at all.");
            return null;
        }
    }

    /// <summary>Adds the fields that are not at their default, typed, under their API names.</summary>
    internal static void WriteSet<T>(Utf8JsonWriter json, FieldCatalogue<T> catalogue, T of) where T : class
    {
        foreach (var (field, text) in catalogue.Set(of))
        {
            json.WritePropertyName(field.ApiName);
            JsonSerializer.Serialize(json, Value(field, text));
        }
    }

    /// <summary>An object as JSON text.</summary>
    internal static string Write(Action<Utf8JsonWriter> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
