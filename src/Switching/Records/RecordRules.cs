using Tandem.Switching.Calls;

namespace Tandem.Switching.Records;

/// <summary>What of a record does not depend on what came before it.</summary>
public static class RecordRules
{
    /// <summary>The called number as billed; as received when the call got no further than the entry.</summary>
    public static string BilledCallee(CallRecord record) => First(record.Billed.Callee, record.Received.Callee);

    /// <summary>The caller's number as billed; as received when the call got no further than the entry.</summary>
    public static string BilledCaller(CallRecord record) => First(record.Billed.Caller, record.Received.Caller);

    /// <summary>True when the call was answered.</summary>
    public static bool IsAnswered(CallRecord record) => record.AnsweredAt != 0;

    /// <summary>How long the parties could talk, in milliseconds; 0 when the call was not answered.</summary>
    public static long HoldTime(CallRecord record) => IsAnswered(record) ? Math.Max(0, record.EndedAt - record.AnsweredAt) : 0;

    /// <summary>How long the caller waited until it heard of ringing, progress or the answer, in milliseconds (its post-dial delay); 0 = it heard nothing.</summary>
    public static long CallerDelay(CallRecord record) => record.AlertedAt == 0 ? 0 : Math.Max(1, record.AlertedAt - record.StartedAt);

    /// <summary>Whether the operator wants a record of this call: answered calls always, but for the numbers that are never recorded.</summary>
    public static bool IsWanted(CallRecord record, RecordSettings settings)
    {
        if (settings.IsUnrecorded(BilledCallee(record))) return false;
        if (IsAnswered(record)) return true;
        if (!settings.Unanswered) return false;
        if (!settings.Strangers && IsStranger(record.EndReason)) return false;
        return settings.ServerEnds || record.EndSide != EndSide.Server;
    }

    /// <summary>Closes the record of an answered call that a crash of the switch has cut off.</summary>
    /// <param name="record">The record as it was when the call was answered.</param>
    /// <param name="lastKnown">When the call was last known to go on.</param>
    public static void CloseAfterCrash(CallRecord record, long lastKnown)
    {
        record.EndedAt = Math.Max(lastKnown, record.AnsweredAt);
        record.EndReason = CallEndReason.SwitchCrashed;
        record.EndSide = CallEndReasons.Of(CallEndReason.SwitchCrashed).Side;
        record.EndCode = 200;
    }

    private static bool IsStranger(CallEndReason reason) =>
        reason is CallEndReason.UnknownCaller or CallEndReason.AddressNotAllowed or CallEndReason.WrongPassword;

    private static string First(string? billed, string? received) => string.IsNullOrEmpty(billed) ? received ?? "" : billed;
}
