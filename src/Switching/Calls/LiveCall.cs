using Tandem.Media.Relay;
using Tandem.Switching.Records;

namespace Tandem.Switching.Calls;

/// <summary>A call as it stood at one moment, for those who look at calls from outside their shard. Immutable.</summary>
public sealed record LiveCall
{
    /// <summary>Its number among all calls of all time.</summary>
    public required Guid Id { get; init; }

    /// <summary>How far it is.</summary>
    public required LiveCallState State { get; init; }

    /// <summary>When the INVITE came, in milliseconds since the Unix epoch.</summary>
    public required long StartedAt { get; init; }

    /// <summary>When it was answered; 0 = not yet.</summary>
    public required long AnsweredAt { get; init; }

    /// <summary>When a duration limit ends it; long.MaxValue = never.</summary>
    public required long LimitAt { get; init; }

    /// <summary>The numbers as received.</summary>
    public required CallNumbers Received { get; init; }

    /// <summary>The numbers as billed.</summary>
    public required CallNumbers Billed { get; init; }

    /// <summary>The numbers as sent.</summary>
    public required CallNumbers Sent { get; init; }

    /// <summary>Where it came in.</summary>
    public required CallParty Caller { get; init; }

    /// <summary>Where it goes, or is being tried.</summary>
    public required CallParty Callee { get; init; }

    /// <summary>The account of the caller; "" = none.</summary>
    public required string Account { get; init; }

    /// <summary>How many gateways and phones were tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>Whether media passes the relay.</summary>
    public required bool Relayed { get; init; }

    /// <summary>What was measured so far of what came from the caller.</summary>
    public required MediaQuality FromCaller { get; init; }

    /// <summary>What was measured so far of what came from the callee.</summary>
    public required MediaQuality FromCallee { get; init; }

    internal static LiveCall Of(Call call)
    {
        var record = call.Record;
        return new LiveCall
        {
            Id = call.Id,
            State = call.State == CallState.Answered ? LiveCallState.Answered : record.AlertedAt > 0 ? LiveCallState.Ringing : LiveCallState.Trying,
            StartedAt = record.StartedAt,
            AnsweredAt = record.AnsweredAt,
            LimitAt = call.LimitAt,
            Received = record.Received,
            Billed = record.Billed,
            Sent = record.Sent,
            Caller = PartyOf(call.CallerLeg, record.Caller),
            Callee = PartyOf(call.CalleeLeg ?? (call.Running is [.., { Legs: [var trying, ..] }] ? trying : null), record.Callee),
            Account = record.Account,
            Attempts = record.Attempts,
            Relayed = call.Media.WasRelayed,
            FromCaller = call.Media.QualityFrom(RelaySide.Caller),
            FromCallee = call.Media.QualityFrom(RelaySide.Callee),
        };
    }

    // The leg knows more than the record, which takes it over at the end.
    private static CallParty PartyOf(CallLeg? leg, CallParty recorded) => leg is { Party.Name: not null } ? leg.Party : recorded;
}

/// <summary>How far a call is.</summary>
public enum LiveCallState : byte
{
    /// <summary>Attempts are being made.</summary>
    Trying,
    /// <summary>The caller was told of ringing or progress.</summary>
    Ringing,
    /// <summary>It is answered.</summary>
    Answered,
}
