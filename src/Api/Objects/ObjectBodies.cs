using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;

namespace Tandem.Api.Objects;

/// <summary>The fields beside those of a catalogue.</summary>
internal static class ObjectBody
{
    /// <summary>Sets the password.</summary>
    public const string Password = "password";

    /// <summary>Tells whether there is one.</summary>
    public const string HasPassword = "hasPassword";

    /// <summary>Tells how many numbers a group has.</summary>
    public const string NumberCount = "numberCount";
}

/// <summary>An object as the API shows it: its name and the fields of its catalogue.</summary>
/// <typeparam name="T">The object.</typeparam>
public sealed record ObjectView<T> where T : class
{
    internal ObjectView(ObjectKind<T> kind, T one)
    {
        Name = kind.NameOf(one);
        if (kind.Secret is { } secret) Fields.Add(ObjectBody.HasPassword, secret.Get(one) is not null);
        foreach (var field in kind.Catalogue) Fields.Add(field.ApiName, FieldJson.Value(field, field.Print(one))!);
        if (one is Tandem.Switching.Numbers.NumberGroup group) Fields.Add(ObjectBody.NumberCount, group.Numbers.Count);
    }

    /// <summary>Its name.</summary>
    [Description("Its name.")]
    public string Name { get; }

    /// <summary>The fields by their names.</summary>
    [JsonExtensionData]
    public IDictionary<string, object> Fields { get; } = new Dictionary<string, object>();
}

/// <summary>The fields of an object to set. One left out or null stays as it is.</summary>
/// <typeparam name="T">The object.</typeparam>
public sealed record ObjectChange<T> where T : class
{
    /// <summary>The fields by their names.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Fields { get; init; }
}

/// <summary>The body that adds an object.</summary>
/// <typeparam name="T">The object.</typeparam>
public sealed record NewObject<T> where T : class
{
    /// <summary>Its name.</summary>
    [Description("Its name, 1–64 letters, digits and - _ . ~ + * #; unique among those of its kind.")]
    public required string Name { get; init; }

    /// <summary>The fields by their names.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Fields { get; init; }
}
