using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;

namespace Tandem.Storage.Configuration;

/// <summary>
/// The call fields of phones and mapping gateways as they stand in their column. Rows with the same text get the same
/// object, since it is immutable and a million phones are often set alike. For one thread.
/// </summary>
/// <param name="complain">Told of a field that means nothing to this program; it is left out.</param>
internal sealed class StoredCalls(Action<string> complain)
{
    private const int MaxShared = 16_384;

    private readonly Dictionary<string, PhoneCalls> _phones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MappingCalls> _gateways = new(StringComparer.Ordinal);

    /// <summary>The column of an endpoint; null when all its fields are at their default.</summary>
    public static string? Text(Endpoint endpoint) => endpoint switch
    {
        Phone phone when !ReferenceEquals(phone.Calls, PhoneCalls.Default) => FieldJson.Store(PhoneCallFields.Catalogue, phone.Calls),
        MappingGateway gateway => FieldJson.Store(MappingCallFields.Catalogue, gateway.Calls),
        _ => null,
    };

    /// <summary>The fields of a phone.</summary>
    public PhoneCalls OfPhone(string name, string? text) => Of(_phones, PhoneCallFields.Catalogue, PhoneCalls.Default, "phone", name, text);

    /// <summary>The fields of a mapping gateway.</summary>
    public MappingCalls OfGateway(string name, string? text) => Of(_gateways, MappingCallFields.Catalogue, MappingCalls.Default, "mapping gateway", name, text);

    private T Of<T>(Dictionary<string, T> known, FieldCatalogue<T> catalogue, T blank, string word, string name, string? text) where T : class
    {
        if (text is null) return blank;
        if (known.TryGetValue(text, out var calls)) return calls;
        calls = FieldJson.Restore(catalogue, blank, text, problem => complain($"{word} '{name}': {problem}"));
        if (known.Count < MaxShared) known.Add(text, calls);
        return calls;
    }
}
