using System.Text.Json;
using Tandem.Switching.Calls;

namespace Tandem.Api.Records;

/// <summary>The words in which records are shown.</summary>
internal static class RecordWords
{
    private static readonly Dictionary<string, CallEndReason> ByWord =
        Enum.GetValues<CallEndReason>().ToDictionary(reason => CallEndReasons.Of(reason).Word, StringComparer.OrdinalIgnoreCase);

    /// <summary>The words of all end reasons.</summary>
    public static IEnumerable<string> Reasons => ByWord.Keys;

    /// <summary>The reason of a word; null when there is none.</summary>
    public static CallEndReason? ReasonOf(string word) => ByWord.TryGetValue(word, out var reason) ? reason : null;

    /// <summary>The word of a reason; its number when this version does not know it.</summary>
    public static string Word(CallEndReason reason) => Enum.IsDefined(reason) ? CallEndReasons.Of(reason).Word : $"{reason:D}";

    /// <summary>A value of an enumeration as a word.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>A time; null when it was not reached.</summary>
    public static DateTimeOffset? Time(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
