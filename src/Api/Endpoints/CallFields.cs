using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;

namespace Tandem.Api.Endpoints;

/// <summary>The fields of one kind of endpoint that concern calls.</summary>
/// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
internal sealed class CallFields<T> where T : Endpoint
{
    private readonly Func<T, IReadOnlyList<string>> _texts;

    private CallFields(IReadOnlyList<FieldDefinition> all, Func<T, IReadOnlyList<string>> texts) => (All, _texts) = (all, texts);

    /// <summary>The fields.</summary>
    public IReadOnlyList<FieldDefinition> All { get; }

    /// <summary>The fields of a catalogue.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="shared">The settings that endpoints without any of their own share.</param>
    /// <param name="callsOf">The settings of one.</param>
    public static CallFields<T> Of<TCalls>(FieldCatalogue<TCalls> catalogue, TCalls shared, Func<T, TCalls> callsOf) where TCalls : class
    {
        // An export of a million phones prints the defaults once.
        string[] defaults = [.. catalogue.Select(field => field.DefaultText)];
        return new CallFields<T>(catalogue, endpoint =>
            callsOf(endpoint) is var calls && ReferenceEquals(calls, shared) ? defaults : [.. catalogue.Select(field => field.Print(calls))]);
    }

    /// <summary>The texts of an endpoint's fields, in their order.</summary>
    public IReadOnlyList<string> Texts(T endpoint) => _texts(endpoint);

    /// <summary>An endpoint's fields as JSON shows them.</summary>
    public Dictionary<string, object> View(T endpoint) =>
        All.Zip(Texts(endpoint)).ToDictionary(pair => pair.First.ApiName, pair => FieldJson.Value(pair.First, pair.Second)!);
}
