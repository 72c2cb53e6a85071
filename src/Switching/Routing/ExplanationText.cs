using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tandem.Switching.Routing;

/// <summary>Tells an explanation to people as <see cref="ExplanationJson"/> has written it, a line for each thing that was looked at.</summary>
internal static class ExplanationText
{
    private static readonly string Changed = SnakeCase<RouteOutcome>.Of(RouteOutcome.Changed);
    private static readonly string Forwarded = SnakeCase<RouteOutcome>.Of(RouteOutcome.Forwarded);
    private static readonly string Paced = SnakeCase<RouteOutcome>.Of(RouteOutcome.Paced);
    private static readonly string Refused = SnakeCase<RouteOutcome>.Of(RouteOutcome.Refused);

    /// <summary>The explanation as lines, with a line feed after each.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="KeyNotFoundException">It is JSON of something else.</exception>
    /// <exception cref="InvalidOperationException">The same.</exception>
    /// <exception cref="IndexOutOfRangeException">The same.</exception>
    public static string Write(string json)
    {
        using var explanation = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Write(text, explanation.RootElement);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement explanation)
    {
        var (caller, callee) = Numbers(explanation, "received");
        text.Append(CultureInfo.InvariantCulture, $"{caller} calls {callee} by {Words(explanation, "kind")} {Text(explanation, "entry")}\n");
        foreach (var step in Items(explanation, "steps")) text.Append(CultureInfo.InvariantCulture, $"  {Words(step, "step"),-17} {Step(step)}\n");
        if (explanation.TryGetProperty("billed", out var billed) && billed[1].GetString()!.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"billed as {Number(billed[0])} to {Number(billed[1])}\n");
        foreach (var gateway in Items(explanation, "gateways")) text.Append(CultureInfo.InvariantCulture, $"  {Gateway(gateway)}\n");
        if (explanation.TryGetProperty("more", out var more)) text.Append(CultureInfo.InvariantCulture, $"  -  {more.GetInt32()} more\n");
        text.Append(Text(explanation, "refused").Length > 0 ? $"refused: {Words(explanation, "refused")}{InBrackets(Text(explanation, "rule"))}\n" : "the call is made\n");
        foreach (var later in Items(explanation, "then")) Write(text.Append("then "), later);
    }

    private static string Step(JsonElement step)
    {
        var (subject, value, outcome) = (Text(step, "subject"), Text(step, "value"), Text(step, "outcome"));
        if (outcome == Changed) return $"{Shown(subject)} becomes {Shown(value)}";
        if (outcome == Forwarded) return $"{subject} forwards to {value}";
        if (outcome == Paced) return $"{subject}: waits {Text(step, "used")} ms for its turn";
        var used = step.TryGetProperty("limit", out var limit) ? $"{Text(step, "used")} of {limit}" : Text(step, "used");
        var said = string.Join(' ', new[] { subject, value, used }.Where(part => part.Length > 0));
        return outcome != Refused ? said : said.Length > 0 ? $"{said}: refused" : "refused";
    }

    private static string Gateway(JsonElement gateway)
    {
        var prefix = Text(gateway, "prefix");
        var name = $"{Text(gateway, "gateway")} (prefix {(prefix.Length > 0 ? prefix : "any")})";
        if (!gateway.TryGetProperty("place", out var place))
            return $"-  {name} out: {Words(gateway, "verdict")}{(Text(gateway, "rule") is { Length: > 0 } rule ? $", {rule}" : "")}";
        var calls = gateway.TryGetProperty("capacity", out var capacity) ? $"{Text(gateway, "calls")} of {capacity} calls" : $"{Text(gateway, "calls")} calls";
        var protect = gateway.TryGetProperty("protect", out _) ? ", protect" : "";
        var (caller, callee) = Numbers(gateway, "sent");
        if (Text(gateway, "pool") is { Length: > 0 } pool) caller = $"a number of {pool}";
        return $"{place}. {name} priority {Text(gateway, "priority")}, {calls}{protect}: sends {caller} to {callee}";
    }

    private static (string Caller, string Callee) Numbers(JsonElement of, string name)
    {
        var numbers = of.GetProperty(name);
        return (Number(numbers[0]), Number(numbers[1]));
    }

    private static IEnumerable<JsonElement> Items(JsonElement of, string name) => of.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Words(JsonElement of, string name) => Text(of, name).Replace('_', ' ');

    private static string Number(JsonElement number) => Shown(number.GetString()!);

    private static string Shown(string number) => number.Length > 0 ? number : "(none)";

    private static string InBrackets(string rule) => rule.Length > 0 ? $" ({rule})" : "";
}
