using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Simulation.Tests.Calls;

/// <summary>
/// Compares what the switch has recorded with what the parties have to tell. What a crash has touched is held to less: an
/// unanswered call leaves no record, and the parties have to find out by themselves.
/// </summary>
internal sealed class CallAudit
{
    // 64·T1 (RFC 3261): how long anything is sent again.
    private const long Persistence = 32_000;
    private const long CheckpointEvery = 10_000;
    private const long LongestSession = 300_000;

    private readonly CallDay _day;
    private readonly ILookup<int, (int Run, CallRecord Record)> _records;
    private readonly ILookup<int, (int Run, CallRecord Record)> _transfers;
    private readonly List<string> _problems = [];
    private readonly Dictionary<CallEndReason, int> _reasons = [];

    /// <summary>Audits a day that has passed.</summary>
    public CallAudit(CallDay day)
    {
        _day = day;
        var records = RecordsOf(day).ToLookup(r => PartyText.ScriptOfTransfer(r.Record.Received.Callee));
        _records = records[null].ToLookup(r => PartyText.ScriptOfCallId(r.Record.Caller.CallId));
        _transfers = records.Where(of => of.Key is not null).SelectMany(of => of.Select(r => (of.Key!.Value, r))).ToLookup(r => r.Value, r => r.r);
        foreach (var leftover in day.Leftovers()) _problems.Add($"left over: {leftover}");
        if (day.Unreadable > 0) _problems.Add($"{day.Unreadable} messages of the switch cannot be read");
        foreach (var script in day.Scripts) Check(script);
    }

    /// <summary>What is wrong, in words.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>How often calls ended for each reason.</summary>
    public IReadOnlyDictionary<CallEndReason, int> Reasons => _reasons;

    // What a store would have: what ended, and what a crash has cut off, closed as it is at the next start.
    private static IEnumerable<(int Run, CallRecord Record)> RecordsOf(CallDay day)
    {
        for (var run = 0; run < day.Switch.Runs.Count; run++)
        {
            var journal = day.Switch.Runs[run].Journal;
            foreach (var (record, lastKnown) in run < day.Crashes.Count ? journal.Up : [])
            {
                RecordRules.CloseAfterCrash(record, lastKnown);
                yield return (run, record);
            }
            foreach (var record in journal.Ended) yield return (run, record);
        }
    }

    // How long a message can be under way, sent again as often as it takes.
    private long Delay => _day.Travel + (_day.LosesNothing ? 0 : Persistence);

    private void Check(CallScript script)
    {
        var all = _records[script.Id].Concat(_transfers[script.Id]).ToArray();
        var touched = _day.Crashes.Any(crash => IsTouchedBy(script, crash)) || all.Any(r => r.Record.EndReason == CallEndReason.SwitchCrashed);
        CountRecords(script);
        var sides = script.Callees.Prepend(script.Caller).ToArray();
        if (sides.Any(side => side.AnsweredAt > 0 && side.EndedAt == 0)) Report(script, "a party is still in the call");
        if (script.Caller.AnsweredAt > 0 && !_records[script.Id].Any(r => r.Record.AnsweredAt > 0)) Report(script, "the caller was answered, and no record says so");
        foreach (var (run, record) in all)
        {
            _reasons[record.EndReason] = _reasons.GetValueOrDefault(record.EndReason) + 1;
            if (record.EndReason == CallEndReason.SwitchCrashed) CheckCrashed(script, record, _day.Crashes[run]);
        }
        if (sides.Any(side => side.TransferredAt > 0)) CheckTransferred(script, sides, [.. all.Select(r => r.Record)], touched);
        else if (touched) CheckTouched(script, sides);
        else if (_records[script.Id].FirstOrDefault().Record is { } record) CheckWhole(script, record);
    }

    private static long LastEnd(CallScript script) =>
        Math.Max(script.Caller.EndedAt, script.Callees.Count == 0 ? 0 : script.Callees.Max(callee => Math.Max(callee.EndedAt, callee.InvitedAt)));

    private void CountRecords(CallScript script)
    {
        for (var run = 0; run < _day.Switch.Runs.Count; run++)
        {
            var count = _records[script.Id].Count(r => r.Run == run);
            var crashed = run < _day.Crashes.Count;
            if (!_day.Seen.Contains((run, script.Id)))
            {
                if (count > 0) Report(script, $"{count} records of a call that the switch has not seen");
            }
            else if (count > 1 || (count == 0 && !(crashed && IsTouchedBy(script, _day.Crashes[run]))))
            {
                Report(script, $"{count} records");
            }
        }
    }

    private bool IsTouchedBy(CallScript script, long crash) => crash >= script.StartAt && crash <= LastEnd(script) + Delay;

    private void CheckCrashed(CallScript script, CallRecord record, long crash)
    {
        if (crash - record.EndedAt is < 0 or > CheckpointEvery) Report(script, $"closed {crash - record.EndedAt} ms before the crash that ended it");
    }

    // Nobody tells the parties, so each has to notice it: by its session timer or by the answer to whatever it says.
    private void CheckTouched(CallScript script, Testimony[] sides)
    {
        if (!script.Caller.HasTimer || _records[script.Id].All(r => r.Record.AnsweredAt == 0)) return;
        var end = sides.Where(s => s.EndedAt > 0).Min(s => s.EndedAt);
        if (!script.Caller.IsGone && script.Caller.EndedAt > end + LongestSession + Persistence + Delay && script.Caller.End != SideEnd.HungUp)
            Report(script, "the caller has not noticed that it is alone");
    }

    // Who talks with whom changes: each of them is there until the last of its calls has ended, and none is left alone.
    private void CheckTransferred(CallScript script, Testimony[] sides, CallRecord[] records, bool touched)
    {
        var made = _transfers[script.Id].Count();
        if (made > sides.Count(side => side.TransferredAt > 0)) Report(script, $"{made} transfers, which is more than were asked for");
        if (touched || records.Length == 0) return;
        var connected = _transfers[script.Id].Count(r => r.Record.AnsweredAt > 0);
        var left = records.Count(record => record.EndReason == CallEndReason.Transferred);
        if (connected != left) Report(script, $"{connected} were connected, and {left} calls ended for it");
        var end = records.Max(record => record.EndedAt);
        foreach (var side in sides)
        {
            var last = Math.Max(end, side.AnsweredAt + Delay);
            if (!side.IsGone && side.AnsweredAt > 0 && side.EndedAt > last + Persistence + Delay) Report(script, $"a party was left alone for {side.EndedAt - last} ms");
        }
    }

    private void CheckWhole(CallScript script, CallRecord record)
    {
        if (record.AnsweredAt > 0) CheckAnswered(script, record);
        else CheckUnanswered(script, record);
        CheckReason(script, record);
        foreach (var callee in script.Callees)
        {
            if (callee.IsGone || callee.AnsweredAt == 0) continue;
            // The switch ends each side that has answered: the one with the call, any other as soon as its answer has come.
            var end = Math.Max(record.EndedAt, callee.AnsweredAt + Delay);
            if (callee.EndedAt > end + Persistence + Delay) Report(script, $"a callee was left alone for {callee.EndedAt - end} ms");
        }
        var caller = script.Caller;
        if (!caller.IsGone && caller.AnsweredAt > 0 && caller.EndedAt > record.EndedAt + Persistence + Delay)
            Report(script, $"the caller was left alone for {caller.EndedAt - record.EndedAt} ms");
    }

    private void CheckAnswered(CallScript script, CallRecord record)
    {
        var caller = script.Caller;
        if (caller.AnsweredAt > 0) Compare(script, "answer at the caller", record.AnsweredAt, caller.AnsweredAt);
        else if (!caller.IsGone && caller.CancelledAt == 0) Report(script, "answered, and the caller never heard of it");
        var answered = script.Callees.Where(c => c.AnsweredAt > 0 && c.AnsweredAt <= record.AnsweredAt).ToArray();
        // Held back until the caller has acknowledged a reliable provisional answer (RFC 3262 §3): one round trip more.
        if (!answered.Any(c => record.AnsweredAt - c.AnsweredAt <= 3 * Delay)) Report(script, "answered by nobody");
        switch (record.EndReason)
        {
            case CallEndReason.CallerHungUp:
                Compare(script, "the caller's BYE", caller.EndedAt, record.EndedAt);
                break;
            case CallEndReason.CalleeHungUp:
                if (!script.Callees.Any(c => c.SaidBye && record.EndedAt - c.EndedAt >= 0 && record.EndedAt - c.EndedAt <= Delay)) Report(script, "hung up by no callee");
                break;
        }
        foreach (var gone in answered.Append(caller).Where(side => side.IsGone && side.HasTimer && side.EndedAt < record.EndedAt))
        {
            if (record.EndedAt > gone.EndedAt + LongestSession + Persistence + Delay) Report(script, $"went on for {record.EndedAt - gone.EndedAt} ms after a party had gone");
        }
    }

    private void CheckUnanswered(CallScript script, CallRecord record)
    {
        if (script.Caller.AnsweredAt > 0) Report(script, "the caller talked, and the record says that it was not answered");
        if (script.Caller.Refusal != record.EndCode && !script.Caller.IsGone && script.Caller.Refusal != 408)
            Report(script, $"refused with {script.Caller.Refusal}, recorded {record.EndCode}");
        if (script.Caller.Refusal != 0) Compare(script, "the refusal", record.EndedAt, script.Caller.EndedAt);
    }

    private void CheckReason(CallScript script, CallRecord record)
    {
        var sides = script.Callees.Prepend(script.Caller);
        var plausible = record.EndReason switch
        {
            CallEndReason.CallerHungUp => script.Caller.SaidBye,
            CallEndReason.CalleeHungUp => script.Callees.Any(c => c.SaidBye),
            CallEndReason.CallerCancelled => script.Caller.CancelledAt > 0,
            CallEndReason.SessionTimeout or CallEndReason.NoAck => sides.Any(s => s.IsGone),
            // A party that has hung up says 481 to what it is asked then, and that may overtake its BYE.
            CallEndReason.DialogGone => sides.Any(s => s.IsGone || s.End is SideEnd.HungUp or SideEnd.Unwanted),
            CallEndReason.DurationLimit => record.EndRule == "carrier-1" || (script.CallerTraits & PartyTraits.Timer) == 0,
            CallEndReason.NoRoute or CallEndReason.LinesExceeded or CallEndReason.GroupLinesExceeded or CallEndReason.CalleeLinesExceeded => true,
            CallEndReason.InviteTimeout or CallEndReason.TryingTimeout or CallEndReason.RingingTimeout or CallEndReason.ProgressTimeout => record.AnsweredAt == 0,
            CallEndReason.NoAnswer => script.Callees.Any(c => c.Refusal > 0 || c.SaidBye),
            CallEndReason.Refused or CallEndReason.Busy or CallEndReason.Declined or CallEndReason.CodecMismatch => script.Callees.Any(c => c.Refusal > 0),
            _ => false,
        };
        if (!plausible) Report(script, $"ended by {record.EndReason} (rule {record.EndRule})");
    }

    // Two clocks that a message lies between.
    private void Compare(CallScript script, string what, long sent, long came)
    {
        if (came - sent < 0 || came - sent > Delay) Report(script, $"{what} took {came - sent} ms");
    }

    private void Report(CallScript script, string problem) => _problems.Add($"call {script.Id}: {problem}; {Tell(script)}");

    private string Tell(CallScript script) =>
        $"caller {Tell(script, script.Caller)}, callees [{string.Join(", ", script.Callees.Select(c => Tell(script, c)))}], records ["
        + string.Join(", ", _records[script.Id].Concat(_transfers[script.Id]).Select(r => $"run {r.Run} {r.Record.EndReason} {r.Record.EndCode} answered {At(script, r.Record.AnsweredAt)} ended {At(script, r.Record.EndedAt)}")) + "]";

    private static string Tell(CallScript script, Testimony side) =>
        $"({side.End} answered {At(script, side.AnsweredAt)} acknowledged {At(script, side.AcknowledgedAt)} cancelled {At(script, side.CancelledAt)} transferred {At(script, side.TransferredAt)} ended {At(script, side.EndedAt)} refusal {side.Refusal})";

    private static string At(CallScript script, long time) => time == 0 ? "-" : $"+{time - script.StartAt}";
}
