using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tandem.Api.Answers;
using Tandem.Api.Endpoints;
using Tandem.Api.MappingGateways;
using Tandem.Api.Objects;
using Tandem.Api.Phones;
using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;

namespace Tandem.Api.Fields;

/// <summary>Tells the OpenAPI document of the fields that stand in no C# type, because a catalogue declares them.</summary>
internal static class FieldSchemas
{
    private static readonly Dictionary<Type, Action<OpenApiSchema>> Known = Find();

    /// <summary>Adds the catalogue's fields to the schema of a body that carries them.</summary>
    public static Task Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        // A property's own schema comes by here too, with the type it is of.
        if (context.JsonPropertyInfo is null && Known.TryGetValue(context.JsonTypeInfo.Type, out var complete)) complete(schema);
        return Task.CompletedTask;
    }

    /// <summary>The name of a schema: RoutingGatewayView for the view of routing gateways, PageOfRoutingGatewayView for a page of them.</summary>
    public static string? NameOf(JsonTypeInfo type) => NameOf(type.Type) ?? OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    private static string? NameOf(Type type)
    {
        if (!type.IsGenericType) return null;
        var (generic, argument) = (type.GetGenericTypeDefinition(), type.GetGenericArguments()[0]);
        if (generic == typeof(Page<>)) return NameOf(argument) is { } item ? $"PageOf{item}" : null;
        if (!Known.ContainsKey(type)) return null;
        return generic == typeof(ObjectView<>) ? $"{argument.Name}View" : generic == typeof(NewObject<>) ? $"New{argument.Name}" : $"{argument.Name}Change";
    }

    private static Dictionary<Type, Action<OpenApiSchema>> Find()
    {
        var known = new Dictionary<Type, Action<OpenApiSchema>>
        {
            [typeof(PhoneView)] = schema => AddFields(schema, PhoneCallFields.Catalogue),
            [typeof(NewPhone)] = schema => AddFields(schema, PhoneCallFields.Catalogue, isNew: true),
            [typeof(EndpointChange<Phone>)] = schema => AddFields(schema, PhoneCallFields.Catalogue),
            [typeof(MappingGatewayView)] = schema => AddFields(schema, MappingCallFields.Catalogue),
            [typeof(NewMappingGateway)] = schema => AddFields(schema, MappingCallFields.Catalogue, isNew: true),
            [typeof(EndpointChange<MappingGateway>)] = schema => AddFields(schema, MappingCallFields.Catalogue),
        };
        AddKind(known, ObjectKinds.RoutingGateways);
        AddKind(known, ObjectKinds.GatewayGroups);
        AddKind(known, ObjectKinds.NumberGroups);
        AddKind(known, ObjectKinds.NumberTransforms);
        return known;
    }

    private static void AddKind<T>(Dictionary<Type, Action<OpenApiSchema>> known, ObjectKind<T> kind) where T : class
    {
        known.Add(typeof(ObjectView<T>), schema =>
        {
            if (kind.Secret is not null) Add(schema, ObjectBody.HasPassword, JsonSchemaType.Boolean, "Whether it has a password; the password itself is never shown.");
            AddFields(schema, kind.Catalogue);
            if (kind.Group == GroupKind.Numbers) Add(schema, ObjectBody.NumberCount, JsonSchemaType.Integer, "How many numbers are in it.");
        });
        known.Add(typeof(NewObject<T>), schema => AddBody(schema, kind, isNew: true));
        known.Add(typeof(ObjectChange<T>), schema => AddBody(schema, kind, isNew: false));
    }

    private static void AddBody<T>(OpenApiSchema schema, ObjectKind<T> kind, bool isNew) where T : class
    {
        if (kind.Secret is not null) Add(schema, ObjectBody.Password, JsonSchemaType.String | JsonSchemaType.Null, "Its password; \"\" takes it away.");
        AddFields(schema, kind.Catalogue, isNew);
    }

    // A field that is left out is at its default in something new, and as it was in a change.
    private static void AddFields(OpenApiSchema schema, IEnumerable<FieldDefinition> fields, bool isNew = false)
    {
        foreach (var field in fields)
        {
            var range = $"{field.Meaning} {Capital(field.Range)}{(field.Unit.Length > 0 ? $" ({field.Unit})" : "")}.";
            var type = field.Kind switch
            {
                FieldKind.Number => JsonSchemaType.Integer | JsonSchemaType.Null,
                FieldKind.Flag => JsonSchemaType.Boolean | JsonSchemaType.Null,
                FieldKind.List => JsonSchemaType.Array,
                _ => JsonSchemaType.String,
            };
            var property = Add(schema, field.ApiName, type, range);
            if (field.Kind == FieldKind.List) property.Items = new OpenApiSchema { Type = JsonSchemaType.String };
            else if (isNew && FieldJson.Value(field, field.DefaultText) is { } value) property.Default = JsonValue.Create(value);
        }
    }

    private static OpenApiSchema Add(OpenApiSchema schema, string name, JsonSchemaType type, string description)
    {
        var property = new OpenApiSchema { Type = type, Description = description };
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties[name] = property;
        // What is not described here is refused.
        schema.AdditionalProperties = null;
        schema.AdditionalPropertiesAllowed = false;
        return property;
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
