using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Operators;

namespace Tandem.Api.Calls;

/// <summary>/api/v1/calls: the calls that go on, and the messages of those that did.</summary>
internal static class CallRoutes
{
    private const string Pcap = "application/vnd.tcpdump.pcap";

    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("calls").WithTags("calls");
        group.MapGet("", List).Needs(TokenScope.Read).Produces<Page<CallView>>().ProducesValidationProblem()
            .WithSummary("Lists the calls that go on, the oldest first.");
        group.MapGet("{id:guid}", Show).Needs(TokenScope.Read).Produces<CallView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Shows a call that goes on, with the media of both sides.");
        group.MapDelete("{id:guid}", HangUp).Needs(TokenScope.Write).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Ends a call; its record says that an operator did.");
        group.MapGet("{id:guid}/trace", Trace).Needs(TokenScope.Read).Produces<TraceView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The SIP messages of a call, living or ended, that are still kept.");
        group.MapGet("{id:guid}/trace.pcap", Capture).Needs(TokenScope.Read).Produces(StatusCodes.Status200OK, typeof(byte[]), Pcap)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The same as a pcap file for Wireshark: the addresses and times are true, the Ethernet, IP and UDP headers made up.");
    }

    private static async Task<IResult> List(
        [Description("A part of the caller's or called number.")] string? number,
        [Description("The phone or gateway on either side.")] string? party,
        [Description("The caller's account.")] string? account,
        [AsParameters] PageQuery page,
        SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var calls = (await parts.LiveCalls.ListAsync())
            .Where(c => Matches(c, number, party, account) && (after is not { } cursor || Compare(c, cursor) > 0))
            .OrderBy(c => c.StartedAt).ThenBy(c => c.Id.ToString(), StringComparer.Ordinal).Take(limit + 1).ToList();
        return Results.Ok(Page.Of(calls, limit, call => CallView.Of(call, parts.Now), call => new Cursor(call.StartedAt, call.Id.ToString())));
    }

    private static async Task<IResult> Show(Guid id, SwitchParts parts) =>
        await parts.LiveCalls.FindAsync(id) is { } call ? Results.Ok(CallView.Of(call, parts.Now)) : NoCall(id);

    // The audit entry comes first: what cannot be written down is not done.
    private static async Task<IResult> HangUp(Guid id, HttpContext context, SwitchParts parts)
    {
        if (await parts.LiveCalls.FindAsync(id) is not { } call) return NoCall(id);
        var actor = Caller.Of(context).Actor;
        parts.Configuration.Append(new AuditEntry(parts.Now, actor, "hang up", id.ToString(), $"{call.Received.Caller} to {call.Received.Callee}", null));
        return await parts.LiveCalls.HangUpAsync(id, actor.Name) ? Results.NoContent() : NoCall(id);
    }

    private static async Task<IResult> Trace(Guid id, SwitchParts parts) =>
        await parts.LiveCalls.TraceAsync(id) is { Count: > 0 } messages ? Results.Ok(TraceView.Of(messages)) : NoTrace(id);

    private static async Task<IResult> Capture(Guid id, SwitchParts parts) =>
        await parts.LiveCalls.TraceAsync(id) is { Count: > 0 } messages ? Results.File(parts.LiveCalls.Capture(messages), Pcap, $"{id}.pcap") : NoTrace(id);

    private static bool Matches(LiveCall call, string? number, string? party, string? account) =>
        (string.IsNullOrEmpty(number) || Numbers(call).Any(n => n is not null && n.Contains(number, StringComparison.OrdinalIgnoreCase)))
        && (string.IsNullOrEmpty(party) || call.Caller.Name == party || call.Callee.Name == party)
        && (string.IsNullOrEmpty(account) || call.Account == account);

    private static string?[] Numbers(LiveCall call) => [call.Received.Caller, call.Received.Callee, call.Billed.Caller, call.Billed.Callee];

    private static int Compare(LiveCall call, Cursor place)
    {
        var byTime = call.StartedAt.CompareTo(place.Number);
        return byTime != 0 ? byTime : string.CompareOrdinal(call.Id.ToString(), place.Name);
    }

    private static IResult NoCall(Guid id) => Answer.NotFound($"There is no call {id} at present.");

    private static IResult NoTrace(Guid id) =>
        Answer.NotFound($"No messages of call {id} are kept: they made room for newer ones, or SS_SIP_TRACE_MEMORY is 0.");
}
