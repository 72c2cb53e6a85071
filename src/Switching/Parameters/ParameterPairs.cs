namespace Tandem.Switching.Parameters;

/// <summary>What parameters must be to each other.</summary>
internal static class ParameterPairs
{
    /// <summary>Null when the set is sound, else a sentence that names the two parameters and their values.</summary>
    public static string? Problem(ParameterSet set) =>
        NotAbove(set, ParameterCatalogue.EndpointExpireMin, ParameterCatalogue.EndpointExpireMax)
        ?? NotAbove(set, ParameterCatalogue.EndpointExpireMin, ParameterCatalogue.EndpointExpire)
        ?? NotAbove(set, ParameterCatalogue.EndpointExpire, ParameterCatalogue.EndpointExpireMax);

    private static string? NotAbove(ParameterSet set, IntegerParameter lower, IntegerParameter upper) =>
        set.Get(lower) <= set.Get(upper) ? null
        : $"{lower.Name} ({set.Get(lower)}) must not be above {upper.Name} ({set.Get(upper)}).";
}
