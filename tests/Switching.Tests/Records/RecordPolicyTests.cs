using Tandem.Switching.Calls;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using static Tandem.Switching.Tests.Records.Attempts;

namespace Tandem.Switching.Tests.Records;

public sealed class RecordPolicyTests
{
    private readonly RecordPolicy _policy = new();
    private RecordSettings _settings = Settings((RecordParameters.ZeroHoldTimeAutoRate, "20"));
    private long _now = Noon;

    [Fact]
    public void Summaries_begin_when_unanswered_calls_reach_the_rate_over_10_seconds()
    {
        for (var i = 0; i < 199; i++) Assert.Equal(RecordVerdict.Written, Decide(Unanswered(_now)));
        Assert.Equal(FloodChange.None, Look());

        Decide(Unanswered(_now));

        Assert.Equal(FloodChange.Began, Look());
        Assert.Equal(FloodChange.None, Look());
        Assert.Equal(RecordVerdict.Summarised, Decide(Unanswered(_now)));
    }

    [Fact]
    public void A_rate_just_below_never_begins_them()
    {
        for (var second = 0; second < 120; second++, _now += 1000)
        {
            for (var i = 0; i < 19; i++) Assert.Equal(RecordVerdict.Written, Decide(Unanswered(_now)));
            Assert.Equal(FloodChange.None, Look());
        }
    }

    [Fact]
    public void What_happened_more_than_10_seconds_ago_does_not_count()
    {
        for (var i = 0; i < 199; i++) Decide(Unanswered(_now));
        _now += 10_000;
        for (var i = 0; i < 199; i++) Decide(Unanswered(_now));

        Assert.Equal(FloodChange.None, Look());
        Assert.Equal(199, _policy.Flood.InWindow);
    }

    [Fact]
    public void Half_of_the_room_taken_begins_them_at_any_rate() => Assert.Equal(FloodChange.Began, Look(halfFull: true));

    [Fact]
    public void Answered_calls_are_written_one_by_one_in_any_flood()
    {
        Look(halfFull: true);

        Assert.Equal(RecordVerdict.Written, Decide(Answered()));
    }

    [Fact]
    public void What_nobody_wants_is_not_summarised_either()
    {
        Look(halfFull: true);
        _settings = Settings((RecordParameters.ZeroHoldTime, "0"));

        Assert.Equal(RecordVerdict.Omitted, Decide(Unanswered()));
        Assert.Equal(0, _policy.Summaries.RowCount);
    }

    [Fact]
    public void Single_records_come_back_after_5_quiet_minutes_and_not_a_millisecond_sooner()
    {
        Look(halfFull: true);

        _now += 299_999;
        Assert.Equal(FloodChange.None, Look());
        Assert.Equal(RecordVerdict.Summarised, Decide(Unanswered(_now)));
        _now += 1;
        Assert.Equal(FloodChange.Ended, Look());
        Assert.Equal(RecordVerdict.Written, Decide(Unanswered(_now)));
    }

    [Fact]
    public void A_flood_that_swells_again_begins_its_5_minutes_anew()
    {
        Look(halfFull: true);
        _now += 200_000;
        for (var i = 0; i < 200; i++) Decide(Unanswered(_now));
        Look();
        _now += 299_999;

        Assert.Equal(FloodChange.None, Look());
        Assert.True(_policy.Flood.IsOn);
    }

    [Fact]
    public void Switched_off_they_never_begin_and_end_at_once()
    {
        Look(halfFull: true);
        _settings = Settings((RecordParameters.ZeroHoldTimeAuto, "0"));

        Assert.Equal(FloodChange.Ended, Look(halfFull: true));
        Assert.Equal(FloodChange.None, Look(halfFull: true));
    }

    [Fact]
    public void A_summary_counts_by_minute_source_and_cause()
    {
        Look(halfFull: true);
        Decide(Unanswered(_now, callee: "1"));
        Decide(Unanswered(_now + 1000, callee: "2", source: "192.0.2.7:6060"));
        Decide(Unanswered(_now + 2000, callee: "1"));
        Decide(Unanswered(_now + 2000, CallEndReason.NoRoute));
        Decide(Unanswered(_now + 2000, source: "192.0.2.8:5060", callee: ""));
        Decide(Unanswered(_now + 60_000, callee: "9"));

        Assert.Equal(
            [
                "192.0.2.7 Busy 3 0-2000 1 2", "192.0.2.7 NoRoute 1 2000-2000 441234", "192.0.2.8 Busy 1 2000-2000 ", "192.0.2.7 Busy 1 60000-60000 9",
            ],
            Drained().Select(s => $"{s.Source.AddressText} {s.Reason} {s.Calls} {s.FirstAt - Noon}-{s.LastAt - Noon} {s.Numbers}"));
        Assert.Empty(Drained());
    }

    [Fact]
    public void What_was_drained_is_not_counted_again_and_its_numbers_are_not_named_again()
    {
        Look(halfFull: true);
        Decide(Unanswered(_now, callee: "1"));
        Drained();
        Decide(Unanswered(_now + 5, callee: "1"));

        Assert.Equal((1L, _now + 5, ""), Drained().Select(s => (s.Calls, s.FirstAt, s.Numbers)).Single());
    }

    [Fact]
    public void A_minute_with_sources_without_end_keeps_a_bounded_number_of_rows()
    {
        Look(halfFull: true);
        for (var i = 0; i < CallSummaries.MostRows + 5000; i++) Decide(Unanswered(_now, source: $"10.{i >> 16}.{i >> 8 & 255}.{i & 255}:5060"));

        Assert.Equal(CallSummaries.MostRows + 1, _policy.Summaries.RowCount);
        var drained = Drained();
        Assert.Equal((5000L, CallSummaries.MostRows + 5000L), (drained.Single(s => s.Source == default).Calls, drained.Sum(s => s.Calls)));
    }

    [Fact]
    public void A_row_names_ten_numbers_at_most()
    {
        Look(halfFull: true);
        for (var i = 0; i < 100; i++) Decide(Unanswered(_now, callee: $"{i}"));

        Assert.Equal(10, Assert.Single(Drained()).Numbers.Split(' ').Length);
    }

    private RecordVerdict Decide(CallRecord record) => _policy.Decide(record, _now, _settings);

    private FloodChange Look(bool halfFull = false) => _policy.Flood.Look(_now, halfFull, _settings);

    private List<CallSummary> Drained()
    {
        var summaries = new List<CallSummary>();
        _policy.Summaries.Drain(summaries);
        return summaries;
    }
}
