using Tandem.Switching.Calls;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using static Tandem.Switching.Tests.Records.Attempts;

namespace Tandem.Switching.Tests.Records;

public sealed class RecordRulesTests
{
    private static readonly RecordSettings Defaults = Settings();

    [Fact]
    public void Every_call_gets_a_record_unless_somebody_says_otherwise()
    {
        foreach (var reason in Enum.GetValues<CallEndReason>())
        {
            Assert.True(RecordRules.IsWanted(Unanswered(reason: reason), Defaults));
            Assert.True(RecordRules.IsWanted(Answered(reason), Defaults));
        }
    }

    [Fact]
    public void Unanswered_calls_can_be_left_out_and_answered_ones_cannot()
    {
        var settings = Settings((RecordParameters.ZeroHoldTime, "0"));

        Assert.False(RecordRules.IsWanted(Unanswered(), settings));
        Assert.True(RecordRules.IsWanted(Answered(), settings));
    }

    [Theory]
    [InlineData(CallEndReason.UnknownCaller, false)]
    [InlineData(CallEndReason.AddressNotAllowed, false)]
    [InlineData(CallEndReason.WrongPassword, false)]
    [InlineData(CallEndReason.CallerLocked, true)]
    [InlineData(CallEndReason.NoRoute, true)]
    public void Calls_of_strangers_can_be_left_out(CallEndReason reason, bool wanted) =>
        Assert.Equal(wanted, RecordRules.IsWanted(Unanswered(reason: reason), Settings((RecordParameters.IllegalCall, "0"))));

    [Theory]
    [InlineData(CallEndReason.NoRoute, false)]
    [InlineData(CallEndReason.RingingTimeout, false)]
    [InlineData(CallEndReason.Busy, true)]
    [InlineData(CallEndReason.CallerCancelled, true)]
    public void Calls_that_the_switch_refused_can_be_left_out(CallEndReason reason, bool wanted) =>
        Assert.Equal(wanted, RecordRules.IsWanted(Unanswered(reason: reason), Settings((RecordParameters.ServerHangUp, "0"))));

    [Theory]
    [InlineData(CallEndReason.DurationLimit)]
    [InlineData(CallEndReason.SwitchCrashed)]
    public void An_answered_call_that_the_switch_ended_always_gets_its_record(CallEndReason reason) => Assert.True(RecordRules.IsWanted(
        Answered(reason), Settings((RecordParameters.ServerHangUp, "0"), (RecordParameters.ZeroHoldTime, "0"), (RecordParameters.IllegalCall, "0"))));

    [Theory]
    [InlineData("112", false)]
    [InlineData("1120", true)]
    [InlineData("0800", false)]
    [InlineData("08001234", false)]
    [InlineData("080", true)]
    [InlineData("", true)]
    public void Numbers_can_be_exempt_from_records_whole_or_by_how_they_begin(string callee, bool wanted)
    {
        var settings = Settings((RecordParameters.NoRecordNumbers, "112, 0800*"));

        Assert.Equal(wanted, RecordRules.IsWanted(Unanswered(callee: callee), settings));
        Assert.Equal(wanted, RecordRules.IsWanted(Answered(callee: callee), settings));
    }

    [Fact]
    public void The_number_as_billed_decides_and_the_received_one_only_where_there_is_none()
    {
        var record = Answered(callee: "00112");
        record.Billed = new CallNumbers("", "112");

        Assert.False(RecordRules.IsWanted(record, Settings((RecordParameters.NoRecordNumbers, "112"))));
        Assert.True(RecordRules.IsWanted(record, Settings((RecordParameters.NoRecordNumbers, "00112"))));
    }

    [Theory]
    [InlineData("11a")]
    [InlineData("1*1")]
    public void What_is_no_number_is_refused_as_an_exemption(string value)
    {
        Assert.False(ParameterSet.Defaults.TryWith(RecordParameters.NoRecordNumbers, value, out _, out var error));
        Assert.Contains(value, error);
    }

    [Fact]
    public void A_call_cut_off_by_a_crash_ends_when_it_was_last_known_to_go_on()
    {
        var record = Answered();
        RecordRules.CloseAfterCrash(record, Noon + 30_000);

        Assert.Equal((Noon + 30_000, CallEndReason.SwitchCrashed, EndSide.Server, 200), (record.EndedAt, record.EndReason, record.EndSide, record.EndCode));
        Assert.Equal(30_100, RecordRules.HoldTime(record));
    }
}
