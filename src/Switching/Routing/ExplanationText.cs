using System.Globalization;
using System.Text;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>Tells an explanation to people, a line for each thing that was looked at.</summary>
internal static class ExplanationText
{
    /// <summary>The explanation as lines.</summary>
    public static string Write(RouteExplanation explanation)
    {
        var text = new StringBuilder();
        var (received, billed) = (explanation.Received, explanation.Billed);
        text.Append(CultureInfo.InvariantCulture, $"{Number(received.Caller)} calls {Number(received.Callee)} by {Kind(explanation.Kind)} {explanation.Entry}\n");
        foreach (var note in explanation.Notes) text.Append(CultureInfo.InvariantCulture, $"  {Words(SnakeCase<RouteStep>.Of(note.Step)),-17} {Say(note)}\n");
        if (billed.Callee.Length > 0 && billed != received)
            text.Append(CultureInfo.InvariantCulture, $"billed as {Number(billed.Caller)} to {Number(billed.Callee)}\n");
        foreach (var candidate in explanation.Candidates) text.Append(CultureInfo.InvariantCulture, $"  {Say(candidate)}\n");
        text.Append(explanation.Refusal is { } refusal
            ? $"refused: {Words(CallEndReasons.Of(refusal).Word)}{(explanation.Rule.Length > 0 ? $" ({explanation.Rule})" : "")}"
            : "the call is made");
        return text.Append('\n').ToString();
    }

    private static string Say(in RouteNote note)
    {
        var said = note.Outcome switch
        {
            RouteOutcome.Changed => $"{Number(note.Subject)} becomes {Number(note.Value)}",
            RouteOutcome.Forwarded => $"{note.Subject} forwards to {note.Value}",
            RouteOutcome.Paced => $"{note.Subject}: waits {note.Used} ms for its turn",
            _ => Subject(note),
        };
        return note.Outcome == RouteOutcome.Refused ? $"{said}{(said.Length > 0 ? ": " : "")}refused" : said;
    }

    private static string Subject(in RouteNote note)
    {
        var parts = new List<string>(3);
        if (note.Subject.Length > 0) parts.Add(note.Subject);
        if (note.Value.Length > 0) parts.Add(note.Value);
        if (note.Used >= 0) parts.Add(note.Limit >= 0 ? $"{note.Used} of {note.Limit}" : $"{note.Used}");
        return string.Join(' ', parts);
    }

    private static string Say(RouteCandidate candidate)
    {
        var name = $"{candidate.Gateway.Name} (prefix {(candidate.Prefix.Length > 0 ? candidate.Prefix : "any")})";
        if (candidate.Place == 0)
            return $"-  {name} out: {Words(SnakeCase<CandidateVerdict>.Of(candidate.Verdict))}{(candidate.Rule.Length > 0 ? $", {candidate.Rule}" : "")}";
        var calls = candidate.Capacity is { } capacity ? $"{candidate.Calls} of {capacity} calls" : $"{candidate.Calls} calls";
        var protect = candidate.Gateway.Protect ? ", protect" : "";
        return $"{candidate.Place}. {name} priority {candidate.Priority}, {calls}{protect}: sends {Caller(candidate)} to {Number(candidate.Sent.Callee)}";
    }

    private static string Caller(RouteCandidate candidate) =>
        candidate.Gateway.CallerPool.Group is { Length: > 0 } pool ? $"a number of {pool}" : Number(candidate.Sent.Caller);

    private static string Number(string number) => number.Length > 0 ? number : "(none)";

    private static string Kind(PartyKind kind) => Words(SnakeCase<PartyKind>.Of(kind));

    private static string Words(string snakeCase) => snakeCase.Replace('_', ' ');
}
