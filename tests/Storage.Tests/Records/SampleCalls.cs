using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Storage.Tests.Records;

/// <summary>Call records as calls leave them.</summary>
internal static class SampleCalls
{
    /// <summary>A record with something in every field.</summary>
    public static CallRecord Full(Guid id) => new()
    {
        Id = id,
        StartedAt = 1_767_268_800_123,
        AlertedAt = 1_767_268_801_456,
        AnsweredAt = 1_767_268_805_789,
        CalleeDelay = 1234,
        EndedAt = 1_767_268_865_999,
        Received = new CallNumbers("0044201", "00441234"),
        Billed = new CallNumbers("44201", "441234"),
        Sent = new CallNumbers("+44201", "+441234"),
        Caller = new CallParty(PartyKind.MappingGateway, "customer", Address("192.0.2.7:5060"), Address("192.0.2.7:4000"), "PCMU", "Phone/1.0 (ü)", "a@192.0.2.7"),
        Callee = new CallParty(PartyKind.RoutingGateway, "carrier", Address("[2001:db8::1]:5080"), Address("203.0.113.9:65534"), "G729", "Carrier", "b@tandem"),
        Account = "acme",
        Relayed = true,
        Attempts = 3,
        EndReason = CallEndReason.CalleeHungUp,
        EndSide = EndSide.Callee,
        EndCode = 200,
        EndRule = "rule 7",
        SipReason = "Q.850;cause=16",
        Route = """{"steps":["a|b"]}""",
        FromCaller = new MediaQuality(3000, 12, 4321, 412, 45_678, 7, false, 5),
        FromCallee = new MediaQuality(2990, 0, 1, 100, 0, 0, true, 0),
    };

    /// <summary>An answered call that has just begun.</summary>
    public static CallRecord Answered(long now) => new()
    {
        Id = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(now)), StartedAt = now - 5000, AnsweredAt = now,
        Received = new CallNumbers("1001", "1002"), Billed = new CallNumbers("1001", "1002"), Sent = new CallNumbers("1001", "1002"),
        Caller = new CallParty(PartyKind.Phone, "1001", Address("192.0.2.7:5060"), default, "PCMU", "Phone/1.0", "call-1"),
        Callee = new CallParty(PartyKind.Phone, "1002", Address("192.0.2.8:5060"), default, "PCMU", "Phone/1.0", "call-2"),
    };

    /// <summary>Hangs up.</summary>
    public static CallRecord End(this CallRecord record, long now, CallEndReason reason = CallEndReason.CallerHungUp)
    {
        record.EndedAt = now;
        record.EndReason = reason;
        record.EndSide = CallEndReasons.Of(reason).Side;
        record.EndCode = 200;
        return record;
    }

    /// <summary>An attempt that nobody answered.</summary>
    public static CallRecord Unanswered(long now, CallEndReason reason = CallEndReason.Busy, string source = "192.0.2.7:5060", string callee = "1002")
    {
        var record = new CallRecord
        {
            Id = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(now)), StartedAt = now - 1000,
            Received = new CallNumbers("1001", callee),
            Caller = new CallParty(PartyKind.Phone, "1001", Address(source), default, "", "", "call-1"),
        };
        record.End(now, reason);
        record.EndCode = 486;
        return record;
    }

    public static IpEndpoint Address(string text)
    {
        Assert.True(IpEndpoint.TryParse(text, 0, out var address));
        return address;
    }

    /// <summary>What a record says, field by field, for comparing.</summary>
    public static string Text(this CallRecord record) => System.Text.Json.JsonSerializer.Serialize(new
    {
        record.Id, record.StartedAt, record.AlertedAt, record.CalleeDelay, record.AnsweredAt, record.EndedAt, record.Received, record.Billed, record.Sent,
        Caller = $"{record.Caller}", Callee = $"{record.Callee}", record.Account, record.Relayed, record.Attempts,
        record.EndReason, record.EndSide, record.EndCode, record.EndRule, record.SipReason, record.Route, record.FromCaller, record.FromCallee,
    });
}
