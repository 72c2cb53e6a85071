using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Switching.Tests.Records;

/// <summary>Records of calls, and the settings that decide about them.</summary>
internal static class Attempts
{
    public const long Noon = 1_767_268_800_000;

    /// <summary>A call that was not answered.</summary>
    public static CallRecord Unanswered(
        long at = Noon, CallEndReason reason = CallEndReason.Busy, string callee = "441234", string source = "192.0.2.7:5060")
    {
        Assert.True(IpEndpoint.TryParse(source, 0, out var address));
        return new CallRecord
        {
            Id = Guid.NewGuid(), StartedAt = at - 500, EndedAt = at, Received = new CallNumbers("44201", callee),
            EndReason = reason, EndSide = CallEndReasons.Of(reason).Side, Caller = new CallParty(PartyKind.Unknown, "", address, default, "", "", ""),
        };
    }

    /// <summary>A call that was answered.</summary>
    public static CallRecord Answered(CallEndReason reason = CallEndReason.CallerHungUp, string callee = "441234")
    {
        var record = Unanswered(Noon, reason, callee);
        record.AnsweredAt = Noon - 100;
        return record;
    }

    /// <summary>The settings of the defaults with some parameters set.</summary>
    public static RecordSettings Settings(params (ParameterDefinition Parameter, string Value)[] values)
    {
        var set = ParameterSet.Defaults;
        foreach (var (parameter, value) in values) Assert.True(set.TryWith(parameter, value, out set, out var error), error);
        return RecordSettings.Of(set);
    }
}
