using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>Writes an explanation as one line of JSON; what is empty is left out.</summary>
internal static class ExplanationJson
{
    // A record is to stay small, whatever the number of gateways.
    private const int MaxCandidates = 40;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The explanation as JSON.</summary>
    public static string Write(RouteExplanation explanation)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options)) Write(json, explanation);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, RouteExplanation explanation)
    {
        json.WriteStartObject();
        json.WriteString("entry"u8, explanation.Entry);
        json.WriteString("kind"u8, SnakeCase<PartyKind>.Of(explanation.Kind));
        if (explanation.Source != default) json.WriteString("source"u8, explanation.Source.ToString());
        Write(json, "received"u8, explanation.Received);
        if (explanation.Billed != explanation.Received) Write(json, "billed"u8, explanation.Billed);
        json.WriteStartArray("steps"u8);
        foreach (var note in explanation.Notes) Write(json, note);
        json.WriteEndArray();
        if (explanation.Candidates.Count > 0)
        {
            json.WriteStartArray("gateways"u8);
            foreach (var candidate in explanation.Candidates.Take(MaxCandidates)) Write(json, candidate);
            json.WriteEndArray();
            if (explanation.Candidates.Count > MaxCandidates) json.WriteNumber("more"u8, explanation.Candidates.Count - MaxCandidates);
        }
        if (explanation.Refusal is { } refusal)
        {
            json.WriteString("refused"u8, CallEndReasons.Of(refusal).Word);
            WriteText(json, "rule"u8, explanation.Rule);
        }
        if (explanation.Later.Count > 0)
        {
            json.WriteStartArray("then"u8);
            foreach (var later in explanation.Later) Write(json, later);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in RouteNote note)
    {
        json.WriteStartObject();
        json.WriteString("step"u8, SnakeCase<RouteStep>.Of(note.Step));
        json.WriteString("outcome"u8, SnakeCase<RouteOutcome>.Of(note.Outcome));
        WriteText(json, "subject"u8, note.Subject);
        WriteText(json, "value"u8, note.Value);
        if (note.Used >= 0) json.WriteNumber("used"u8, note.Used);
        if (note.Limit >= 0) json.WriteNumber("limit"u8, note.Limit);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RouteCandidate candidate)
    {
        json.WriteStartObject();
        json.WriteString("gateway"u8, candidate.Gateway.Name);
        json.WriteString("prefix"u8, candidate.Prefix);
        json.WriteString("verdict"u8, SnakeCase<CandidateVerdict>.Of(candidate.Verdict));
        WriteText(json, "rule"u8, candidate.Rule);
        if (candidate.Place > 0)
        {
            json.WriteNumber("place"u8, candidate.Place);
            json.WriteNumber("priority"u8, candidate.Priority);
            json.WriteNumber("calls"u8, candidate.Calls);
            if (candidate.Capacity is { } capacity) json.WriteNumber("capacity"u8, capacity);
            if (candidate.Gateway.Protect) json.WriteBoolean("protect"u8, true);
            WriteText(json, "pool"u8, candidate.Gateway.CallerPool.Group);
            Write(json, "sent"u8, candidate.Sent);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, in CallNumbers numbers)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(numbers.Caller);
        json.WriteStringValue(numbers.Callee);
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        if (text.Length > 0) json.WriteString(name, text);
    }
}
