using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using static Tandem.Switching.Fields.PlainForms;

namespace Tandem.Switching.Fields;

/// <summary>The fields of a phone that concern calls.</summary>
public static class PhoneCallFields
{
    private const string Mode = "SS_MEDIA_PROXY_MODE";

    /// <summary>All of them.</summary>
    public static readonly FieldCatalogue<PhoneCalls> Catalogue = new FieldCatalogue<PhoneCalls>(PhoneCalls.Default)
        .With("call_lock", "Which direction of its calls is refused.", Choice<CallLock>(), c => c.Lock, (c, v) => c with { Lock = v })
        .With("display_number", "The number shown to those it calls; empty = its own.", NumberForms.Number,
            c => c.DisplayNumber, (c, v) => c with { DisplayNumber = v })
        .With("further_numbers", "Further numbers that ring it.", NumberForms.NumberList(100), c => c.Numbers, (c, v) => c with { Numbers = v })
        .With("address", "Where it is called, at the number that was dialled, while it is not registered: for a PBX that never registers.", GatewayForms.FixedAddress,
            c => c.Address, (c, v) => c with { Address = v })
        .With("lines_out", "The most calls it makes at once.", OptionalInteger(0, 100_000, "no limit"), c => c.LinesOut, (c, v) => c with { LinesOut = v }, "calls")
        .With("lines_in", "The most calls it receives at once.", OptionalInteger(0, 100_000, "no limit"), c => c.LinesIn, (c, v) => c with { LinesIn = v }, "calls")
        .With("lines", "The most calls in both directions together.", OptionalInteger(0, 100_000, "no limit"), c => c.Lines, (c, v) => c with { Lines = v }, "calls")
        .With("callee_rules", "How the numbers it dials are rewritten.", NumberForms.DialRules, c => c.CalleeRules, (c, v) => c with { CalleeRules = v })
        .With("in_caller_rules", "How callers are rewritten on their way to it.", NumberForms.DialRules,
            c => c.InCallerRules, (c, v) => c with { InCallerRules = v })
        .WithFilter("caller_groups", "Who may call it, by number groups.", GroupKind.Numbers, c => c.CallerGroups, (c, v) => c with { CallerGroups = v })
        .WithFilter("callee_groups", "Whom it may call, by number groups.", GroupKind.Numbers, c => c.CalleeGroups, (c, v) => c with { CalleeGroups = v })
        .WithFilter("routing_groups", "The gateway groups that its calls may use.", GroupKind.Gateways, c => c.RoutingGroups, (c, v) => c with { RoutingGroups = v })
        .With("do_not_disturb", "Calls to it are answered busy.", Flag, c => c.DoNotDisturb, (c, v) => c with { DoNotDisturb = v })
        .With("forward_always", "Where all calls to it go instead.", ForwardForm.Form, c => c.ForwardAlways, (c, v) => c with { ForwardAlways = v })
        .With("forward_period", "Where calls to it go at the times of forward_period_times.", ForwardForm.Form, c => c.ForwardPeriod?.Target, WithPeriodTarget)
        .With("forward_period_times", "When forward_period holds.", NumberForms.Periods, c => c.ForwardPeriod?.Periods ?? PeriodRules.Always, WithPeriodTimes)
        .With("forward_busy", "Where calls to it go when it is busy.", ForwardForm.Form, c => c.ForwardBusy, (c, v) => c with { ForwardBusy = v })
        .With("forward_no_answer", "Where calls to it go when it is not answered.", ForwardForm.Form, c => c.ForwardNoAnswer, (c, v) => c with { ForwardNoAnswer = v })
        .With("forward_offline", "Where calls to it go when it is not registered.", ForwardForm.Form, c => c.ForwardOffline, (c, v) => c with { ForwardOffline = v })
        .With("forward_shows", "Which number callees of a call that it forwards see.", OptionalChoice<ShownCaller>("SS_CALL_FORWARD_USING_ORIGINAL_CALLER"),
            c => c.ForwardShows, (c, v) => c with { ForwardShows = v })
        .With("ring_time", "How long it rings before a call counts as not answered.", OptionalInteger(5, 300, "SS_SIP_TIMEOUT_RINGING"),
            c => c.RingTime, (c, v) => c with { RingTime = v }, "s")
        .With("route_when_offline", "Whether calls to it try the routing gateways while it is not registered.", Flag,
            c => c.RouteWhenOffline, (c, v) => c with { RouteWhenOffline = v })
        .With("transfer", "Whether it may transfer calls (REFER), and take calls of others (INVITE with Replaces).", Flag, c => c.Transfer, (c, v) => c with { Transfer = v })
        .With("transfer_shows", "Which number the target of its blind transfers sees.", OptionalChoice<ShownCaller>("SS_CALL_TRANSFER_NORMAL_DISPLAY"),
            c => c.TransferShows, (c, v) => c with { TransferShows = v })
        .With("media", "Whether its media is relayed.", OptionalChoice<MediaMode>(Mode), c => c.Media, (c, v) => c with { Media = v })
        .With("media_watch", "Which of its directions end a relayed call when they stay silent.", Choice<MediaWatch>(),
            c => c.MediaWatch, (c, v) => c with { MediaWatch = v })
        .With("media_any_source", "Whether its relayed media may come from an address that is neither in its SDP nor that of its signalling.", Flag,
            c => c.MediaAnySource, (c, v) => c with { MediaAnySource = v })
        .With("max_duration", "The longest call it makes or receives; 0 = no limit of its own.", OptionalInteger(0, 604_800, "SS_MAX_CALL_DURATION"),
            c => c.MaxDuration, (c, v) => c with { MaxDuration = v }, "s");

    /// <summary>What is wrong between the fields.</summary>
    internal static IEnumerable<Problem> Problems(PhoneCalls calls)
    {
        if (calls.ForwardPeriod is not { } forward) yield break;
        if (forward.Target.Numbers.IsEmpty) yield return new Problem("forwardPeriod", "Say where calls go at the times of forward_period_times.");
        if (forward.Periods.Text.Length == 0) yield return new Problem("forwardPeriodTimes", "Say when forward_period holds, such as Mon-Fri 18:00-24:00.");
    }

    // Taking the target away takes the whole forward away; the times alone are a problem that is told when all fields are read.
    private static PhoneCalls WithPeriodTarget(PhoneCalls calls, ForwardTarget? target) => calls with
    {
        ForwardPeriod = target is null ? null : new PeriodForward(calls.ForwardPeriod?.Periods ?? PeriodRules.Always, target),
    };

    private static PhoneCalls WithPeriodTimes(PhoneCalls calls, PeriodRules periods) =>
        calls with { ForwardPeriod = new PeriodForward(periods, calls.ForwardPeriod?.Target ?? new ForwardTarget([])) };
}
