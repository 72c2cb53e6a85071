using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Api.Records;

/// <summary>A call record as the API shows it and as it is pushed.</summary>
public sealed record RecordView
{
    /// <summary>Its number.</summary>
    [Description("Its number: from 1 on without gaps, in the order of writing.")]
    public required long Number { get; init; }

    /// <summary>Its identifier.</summary>
    [Description("Unique among all calls of all switches; what is told twice has the same.")]
    public required Guid Id { get; init; }

    /// <summary>When the INVITE came.</summary>
    [Description("When the INVITE came.")]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it rang.</summary>
    [Description("When the first ringing or progress went to the caller; null = it did not.")]
    public required DateTimeOffset? AlertedAt { get; init; }

    /// <summary>When it was answered.</summary>
    [Description("When it was answered; null = it was not.")]
    public required DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it ended.</summary>
    [Description("When it ended.")]
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The hold time.</summary>
    [Description("The seconds from the answer to the end, with three decimals; 0 when it was not answered.")]
    public required decimal HoldSeconds { get; init; }

    /// <summary>The account.</summary>
    [Description("The account of the caller; empty = none.")]
    public required string Account { get; init; }

    /// <summary>The caller's side.</summary>
    public required PartyView Caller { get; init; }

    /// <summary>The callee's side.</summary>
    public required PartyView Callee { get; init; }

    /// <summary>Whether media was relayed.</summary>
    [Description("Whether media passed the relay.")]
    public required bool Relayed { get; init; }

    /// <summary>How many attempts.</summary>
    [Description("How many gateways and phones were tried.")]
    public required int Attempts { get; init; }

    /// <summary>Why it ended.</summary>
    [Description("Why it ended, such as caller_hung_up, busy or no_route.")]
    public required string EndReason { get; init; }

    /// <summary>Who ended it.</summary>
    [Description("Which side ended it: caller, callee or server.")]
    public required string EndSide { get; init; }

    /// <summary>The SIP code.</summary>
    [Description("The final SIP code that the caller was or would have been told; 200 for an answered call.")]
    public required int EndCode { get; init; }

    /// <summary>The rule that decided.</summary>
    [Description("The rule, limit or gateway that decided the end; empty when none did.")]
    public required string EndRule { get; init; }

    /// <summary>The Reason header.</summary>
    [Description("The Reason header that came with the end (RFC 3326); empty when there was none.")]
    public required string SipReason { get; init; }

    /// <summary>The route's explanation.</summary>
    [Description("Why the call went where it went; not in lists.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Route { get; init; }

    /// <summary>The same for people.</summary>
    [Description("The same for people, a line for each thing; only where one record is shown.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RouteText { get; init; }

    /// <summary>A record for a list.</summary>
    public static RecordView Of(NumberedRecord numbered) => Of(numbered, whole: false);

    /// <summary>A record with what was measured of its media and why it went where it went.</summary>
    public static RecordView Whole(NumberedRecord numbered) => Of(numbered, whole: true);

    /// <summary>The same with the route told for people.</summary>
    public static RecordView Told(NumberedRecord numbered)
    {
        var route = numbered.Record.Route;
        return Whole(numbered) with { RouteText = route.Length > 0 ? RouteExplanation.TextOf(route) : null };
    }

    private static RecordView Of(NumberedRecord numbered, bool whole)
    {
        var record = numbered.Record;
        return new RecordView
        {
            Number = numbered.Number,
            Id = record.Id,
            StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(record.StartedAt),
            AlertedAt = RecordWords.Time(record.AlertedAt),
            AnsweredAt = RecordWords.Time(record.AnsweredAt),
            EndedAt = DateTimeOffset.FromUnixTimeMilliseconds(record.EndedAt),
            HoldSeconds = RecordRules.HoldTime(record) / 1000m,
            Account = record.Account,
            Caller = PartyView.Of(record.Caller, record.Billed.Caller, record.Received.Caller, record.Sent.Caller, RecordRules.CallerDelay(record), whole ? record.FromCaller : default),
            Callee = PartyView.Of(record.Callee, record.Billed.Callee, record.Received.Callee, record.Sent.Callee, record.CalleeDelay, whole ? record.FromCallee : default),
            Relayed = record.Relayed,
            Attempts = record.Attempts,
            EndReason = RecordWords.Word(record.EndReason),
            EndSide = RecordWords.Word(record.EndSide),
            EndCode = record.EndCode,
            EndRule = record.EndRule,
            SipReason = record.SipReason,
            Route = whole && record.Route.Length > 0 ? RouteOf(record.Route) : null,
        };
    }

    // What is no JSON is shown as text: a record can always be shown.
    private static JsonElement RouteOf(string route)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(route);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(route);
        }
    }
}
