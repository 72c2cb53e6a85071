using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Api.Csv;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Api.Records;

/// <summary>/api/v1/records.</summary>
internal static class RecordRoutes
{
    private const int DefaultLimit = 100;
    private const int ExportPage = 2000;

    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("records").WithTags("records");
        group.MapGet("", List).Needs(TokenScope.Read).Produces<Page<RecordView>>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("Call records, the latest call first, at most a second behind.");
        group.MapGet("totals", Totals).Needs(TokenScope.Read).Produces<RecordTotalsView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("What the records come to: calls, answered ones, seconds, ASR and ACD.");
        group.MapGet("export", Export).Needs(TokenScope.Read).Produces(StatusCodes.Status200OK, typeof(string), CsvAnswer.ContentType)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("The records as a CSV file, the latest call first, written while it is read.");
        group.MapGet("summaries", Summaries).Needs(TokenScope.Read).Produces<Page<CallSummaryView>>().ProducesValidationProblem()
            .WithSummary("Unanswered calls that were counted instead of recorded one by one, the latest minute first.");
        group.MapGet("{number:long}", Show).Needs(TokenScope.Read).Produces<RecordView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One record, with the explanation of its route and what was measured of its media.");
    }

    private static IResult List(
        [AsParameters] RecordQuery query,
        [Description("How many items at most, from 1 to SERVER_QUERY_ONE_PAGE_SIZE; 100 when left out.")] int? limit,
        [Description("The \"next\" of the page before; left out for the first page.")] string? after, SwitchParts parts)
    {
        if (DeniedNow(parts) is { } denied) return denied;
        var problems = new List<Problem>();
        var filter = query.Read(parts, problems);
        var most = parts.Parameters.Set.Get(RecordParameters.QueryPage);
        var count = limit ?? DefaultLimit;
        if (count < 1 || count > most) problems.Add(new Problem("limit", $"{count} is not a whole number from 1 to {most} (SERVER_QUERY_ONE_PAGE_SIZE)."));
        var place = PlaceOf(after, problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var found = parts.Records.List(filter, place, count + 1);
        return Results.Ok(Page.Of(found, count, RecordView.Of, CursorOf));
    }

    private static IResult Totals([AsParameters] RecordQuery query, SwitchParts parts)
    {
        if (DeniedNow(parts) is { } denied) return denied;
        var problems = new List<Problem>();
        var filter = query.Read(parts, problems);
        return problems.Count > 0 ? Answer.Invalid(problems) : Results.Ok(RecordTotalsView.Of(parts.Records.Totals(filter)));
    }

    private static IResult Export([AsParameters] RecordQuery query, SwitchParts parts)
    {
        if (DeniedNow(parts) is { } denied) return denied;
        var problems = new List<Problem>();
        var filter = query.Read(parts, problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var most = parts.Parameters.Set.Get(RecordParameters.QuerySize);
        var calls = parts.Records.Totals(filter).Calls;
        if (calls > most) return Answer.Conflict($"These are {calls} records and an export has {most} at most (SERVER_QUERY_MAX_SIZE): ask for less.");
        return new CsvAnswer("records.csv", RecordCsv.Columns, All(parts.Records, filter).Select(RecordCsv.Row));
    }

    private static IResult Summaries([AsParameters] RecordSpan span, [AsParameters] PageQuery page, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        CallSummary? place = null;
        if (after is { } cursor && !SummaryCursor.TryRead(cursor, out place)) problems.Add(new Problem("after", "This is not the \"next\" of a page of summaries."));
        if (problems.Count > 0) return Answer.Invalid(problems);
        var found = parts.Records.Summaries(span.FirstMinute, span.EndMinute(parts.Now), place, limit + 1);
        return Results.Ok(Page.Of(found, limit, CallSummaryView.Of, SummaryCursor.Of));
    }

    private static IResult Show(long number, SwitchParts parts) => parts.Records.Find(number) is { } found
        ? Results.Ok(RecordView.Told(found))
        : Answer.NotFound($"There is no record {number}.");

    // Each page is a question of its own, so that a slow reader holds nothing in the store.
    private static IEnumerable<NumberedRecord> All(ICallRecordStore records, CallRecordFilter filter)
    {
        RecordPlace? place = null;
        while (true)
        {
            var page = records.List(filter, place, ExportPage);
            foreach (var record in page) yield return record;
            if (page.Count < ExportPage) yield break;
            place = new RecordPlace(page[^1].Record.StartedAt, page[^1].Number);
        }
    }

    private static IResult? DeniedNow(SwitchParts parts)
    {
        var hours = parts.Parameters.Set.Get(RecordParameters.QueryDenyHours);
        var hour = parts.Clock.GetLocalNow().Hour;
        return hours.Contains(hour)
            ? Answer.Refuse(StatusCodes.Status403Forbidden, "Refused.", $"Call records are not queried from {hour} to {hour + 1} o'clock (SERVER_QUERY_CDR_DENY_TIME).")
            : null;
    }

    private static RecordPlace? PlaceOf(string? after, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(after)) return null;
        if (Cursor.TryParse(after, out var cursor) && long.TryParse(cursor.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new RecordPlace(cursor.Number, number);
        }
        problems.Add(new Problem("after", "This is not the \"next\" of a page; leave it out for the first page."));
        return null;
    }

    private static Cursor CursorOf(NumberedRecord record) =>
        new(record.Record.StartedAt, record.Number.ToString(CultureInfo.InvariantCulture));
}
