using System.ComponentModel;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Api.Routes;

/// <summary>What would become of a call, and why.</summary>
public sealed record RouteView
{
    /// <summary>Who calls.</summary>
    [Description("The phone or gateway that the call comes in by.")]
    public required string Entry { get; init; }

    /// <summary>What it is.</summary>
    [Description("What it is: phone, mappingGateway or routingGateway.")]
    public required PartyKind Kind { get; init; }

    /// <summary>The numbers as received.</summary>
    [Description("The numbers as they would be received.")]
    public required CallNumbers Received { get; init; }

    /// <summary>The numbers as billed.</summary>
    [Description("The numbers after the rules of the entry.")]
    public required CallNumbers Billed { get; init; }

    /// <summary>What was looked at.</summary>
    [Description("What was looked at, in that order.")]
    public required IReadOnlyList<RouteStepView> Steps { get; init; }

    /// <summary>The gateways.</summary>
    [Description("The routing gateways that serve the number: those that are tried in their order, then the others.")]
    public required IReadOnlyList<RouteGatewayView> Gateways { get; init; }

    /// <summary>The attempts.</summary>
    [Description("What would be called; attempts of the same step at the same time.")]
    public required IReadOnlyList<RouteAttemptView> Attempts { get; init; }

    /// <summary>The longest duration.</summary>
    [Description("The longest duration in seconds by the caller's limit or SS_MAX_CALL_DURATION; 0 = none.")]
    public required int MaxDuration { get; init; }

    /// <summary>Why it is refused.</summary>
    [Description("Why the call would be refused, as the record names it; null when it would be made.")]
    public required string? Refused { get; init; }

    /// <summary>The SIP code of a refusal.</summary>
    [Description("The SIP code that the caller would get; null when the call would be made.")]
    public required int? RefusedWith { get; init; }

    /// <summary>What decided a refusal.</summary>
    [Description("The limit, list or gateway that decides a refusal; empty when none does.")]
    public required string Rule { get; init; }

    /// <summary>The story for people.</summary>
    [Description("All of that for people, a line for each thing.")]
    public required string Text { get; init; }

    internal static RouteView Of(CallPlan plan) => new()
    {
        Entry = plan.Explanation.Entry,
        Kind = plan.Explanation.Kind,
        Received = plan.Received,
        Billed = plan.Billed,
        Steps = [.. plan.Explanation.Notes.Select(RouteStepView.Of)],
        Gateways = [.. plan.Explanation.Candidates.Select(RouteGatewayView.Of)],
        Attempts = [.. plan.Attempts.Select(RouteAttemptView.Of)],
        MaxDuration = plan.MaxDuration,
        Refused = plan.Refusal is { } refusal ? CallEndReasons.Of(refusal).Word : null,
        RefusedWith = plan.Refusal is { } reason ? CallEndReasons.Of(reason).Status : null,
        Rule = plan.Rule,
        Text = plan.Explanation.ToText(),
    };
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Step">What.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Subject">Whose rule, list or limit, or the number that was changed.</param>
/// <param name="Value">What it was held against, or what the number became.</param>
/// <param name="Used">Lines, contacts or milliseconds.</param>
/// <param name="Limit">The limit of them.</param>
public sealed record RouteStepView(
    [property: Description("What was looked at.")] RouteStep Step,
    [property: Description("How it came out.")] RouteOutcome Outcome,
    [property: Description("Whose rule, list or limit, or the number that was changed; empty = none.")] string Subject,
    [property: Description("What it was held against, or what the number became; empty = none.")] string Value,
    [property: Description("Lines in use, contacts, or milliseconds to wait; null = does not apply.")] int? Used,
    [property: Description("The limit of the lines; null = does not apply.")] int? Limit)
{
    internal static RouteStepView Of(RouteNote note) =>
        new(note.Step, note.Outcome, note.Subject, note.Value, note.Used < 0 ? null : note.Used, note.Limit < 0 ? null : note.Limit);
}

/// <summary>A routing gateway that serves the called number.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Prefix">The longest of its prefixes that the number has.</param>
/// <param name="Verdict">Whether it is tried, or why not.</param>
/// <param name="Rule">The list, group or gateway that keeps it out; empty = none.</param>
/// <param name="Place">Its place among those that are tried; null = it is not tried.</param>
/// <param name="Priority">Its priority at this time of the week.</param>
/// <param name="Calls">Its calls now.</param>
/// <param name="Capacity">Its line limit at this time of the week; null = none.</param>
/// <param name="Protect">Whether it is tried only after all ordinary ones.</param>
/// <param name="CallerPool">The number group from which the caller's number would be taken; empty = none.</param>
/// <param name="Sent">The numbers that it would be sent.</param>
public sealed record RouteGatewayView(
    [property: Description("Its name.")] string Name,
    [property: Description("The longest of its prefixes that the number has.")] string Prefix,
    [property: Description("Whether it is tried (in), or why not.")] CandidateVerdict Verdict,
    [property: Description("The list, group or gateway that keeps it out; empty = none.")] string Rule,
    [property: Description("Its place among those that are tried; null = it is not tried.")] int? Place,
    [property: Description("Its priority at this time of the week.")] int Priority,
    [property: Description("Its calls now.")] int Calls,
    [property: Description("Its line limit at this time of the week; null = none.")] int? Capacity,
    [property: Description("Whether it is tried only after all ordinary ones have failed.")] bool Protect,
    [property: Description("The number group from which the caller's number would be taken; empty = it is as sent says.")] string CallerPool,
    [property: Description("The numbers that it would be sent; empty when it is out before they are made.")] CallNumbers Sent)
{
    internal static RouteGatewayView Of(RouteCandidate candidate) => new(
        candidate.Gateway.Name, candidate.Prefix, candidate.Verdict, candidate.Rule, candidate.Place == 0 ? null : candidate.Place,
        candidate.Priority, candidate.Calls, candidate.Capacity, candidate.Gateway.Protect, candidate.Gateway.CallerPool.Group, candidate.Sent);
}

/// <summary>Something that would be called.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Step">Attempts of the same step are made at the same time.</param>
/// <param name="Sent">The numbers as they would be sent.</param>
/// <param name="Targets">The Request-URIs, in the order in which they are tried.</param>
/// <param name="Payer">The phone that forwards the call here and pays; null = the caller.</param>
/// <param name="Diversions">The forwards on the way, the last first.</param>
/// <param name="RingTime">How many seconds it may ring.</param>
/// <param name="MaxDuration">The longest duration by its own limit.</param>
public sealed record RouteAttemptView(
    [property: Description("What it is: phone or routingGateway.")] PartyKind Kind,
    [property: Description("Its name.")] string Name,
    [property: Description("Attempts of the same step are made at the same time.")] int Step,
    [property: Description("The numbers as they would be sent.")] CallNumbers Sent,
    [property: Description("The Request-URIs, in the order in which they are tried.")] IReadOnlyList<string> Targets,
    [property: Description("The phone that forwards the call here and pays; null = the caller pays.")] string? Payer,
    [property: Description("The forwards on the way, the last first.")] IReadOnlyList<Diversion> Diversions,
    [property: Description("How many seconds it may ring; 0 = as long as the parameters say.")] int RingTime,
    [property: Description("The longest duration in seconds by its own limit; 0 = none.")] int MaxDuration)
{
    internal static RouteAttemptView Of(Attempt attempt) => new(
        attempt.Kind, attempt.Name, attempt.Step, attempt.Sent, [.. attempt.Targets.Select(t => t.RequestUri)], attempt.Payer?.Name,
        attempt.Diversions, attempt.RingTime, attempt.MaxDuration);
}
