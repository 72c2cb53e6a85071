using System.Text.Json;

namespace Tandem.Switching.Routing;

/// <summary>The names of an enumeration as records and the API write them: made once.</summary>
internal static class SnakeCase<T> where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    /// <summary>The name of a value.</summary>
    public static string Of(T value) => Names[value];
}
