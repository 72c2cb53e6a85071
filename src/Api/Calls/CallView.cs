using System.ComponentModel;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Api.Calls;

/// <summary>A call that goes on, as the API shows it.</summary>
public sealed record CallView
{
    /// <summary>Its number.</summary>
    [Description("The call's number, which its record has too.")]
    public required Guid Id { get; init; }

    /// <summary>How far it is.</summary>
    [Description("trying, ringing or answered.")]
    public required LiveCallState State { get; init; }

    /// <summary>When it began.</summary>
    [Description("When the INVITE came.")]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was answered.</summary>
    [Description("When it was answered; null = not yet.")]
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it must end.</summary>
    [Description("When a duration limit ends it; null = no limit.")]
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The seconds since the answer.</summary>
    [Description("The seconds since the answer; 0 before it.")]
    public required int Duration { get; init; }

    /// <summary>The caller's number.</summary>
    [Description("The caller's number as billed.")]
    public required string CallerNumber { get; init; }

    /// <summary>The called number.</summary>
    [Description("The called number as billed.")]
    public required string CalleeNumber { get; init; }

    /// <summary>The numbers as received.</summary>
    [Description("The numbers as they came in.")]
    public required NumbersView Received { get; init; }

    /// <summary>The numbers as sent.</summary>
    [Description("The numbers as they were sent on.")]
    public required NumbersView Sent { get; init; }

    /// <summary>The caller's side.</summary>
    [Description("Where the call comes in.")]
    public required LivePartyView Caller { get; init; }

    /// <summary>The callee's side.</summary>
    [Description("Where it goes, or is being tried.")]
    public required LivePartyView Callee { get; init; }

    /// <summary>The account.</summary>
    [Description("The account of the caller; null = none.")]
    public string? Account { get; init; }

    /// <summary>Attempts.</summary>
    [Description("How many gateways and phones were tried.")]
    public required int Attempts { get; init; }

    /// <summary>Whether media is relayed.</summary>
    [Description("Whether the media passes the switch.")]
    public required bool Relayed { get; init; }

    internal static CallView Of(LiveCall call, long now) => new()
    {
        Id = call.Id,
        State = call.State,
        StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(call.StartedAt),
        AnsweredAt = call.AnsweredAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(call.AnsweredAt),
        EndsAt = call.LimitAt == long.MaxValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(call.LimitAt),
        Duration = call.AnsweredAt == 0 ? 0 : (int)((now - call.AnsweredAt) / 1000),
        CallerNumber = call.Billed.Caller ?? call.Received.Caller ?? "",
        CalleeNumber = call.Billed.Callee ?? call.Received.Callee ?? "",
        Received = NumbersView.Of(call.Received),
        Sent = NumbersView.Of(call.Sent),
        Caller = LivePartyView.Of(call.Caller, call.FromCaller),
        Callee = LivePartyView.Of(call.Callee, call.FromCallee),
        Account = call.Account is { Length: > 0 } account ? account : null,
        Attempts = call.Attempts,
        Relayed = call.Relayed,
    };
}

/// <summary>A pair of numbers.</summary>
/// <param name="Caller">The caller's.</param>
/// <param name="Callee">The called one.</param>
public sealed record NumbersView(string Caller, string Callee)
{
    internal static NumbersView Of(CallNumbers numbers) => new(numbers.Caller ?? "", numbers.Callee ?? "");
}
