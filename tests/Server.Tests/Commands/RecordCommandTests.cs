using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Storage;
using Tandem.Switching.Calls;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Server.Tests.Commands;

public sealed class RecordCommandTests : IDisposable
{
    private readonly Tandem _tandem = new();

    public void Dispose() => _tandem.Dispose();

    [Fact]
    public async Task Records_are_listed_summed_up_shown_and_written_to_a_file()
    {
        Store(true, false);
        var file = _tandem.File("records.csv");

        var list = await _tandem.Run("records", "--caller", "10*", "--answered");
        Assert.Equal((0, ""), (list.Code, list.Errors));
        Assert.Matches(@"(?m)^1 .*1001 +1002 +carrier +60\.5 +200 +caller_hung_up", list.Output);
        Assert.DoesNotContain("busy", list.Output);

        var totals = (await _tandem.Run("records", "--totals", "--json")).Json;
        Assert.Equal((2, 1, 60.5m), (totals.GetProperty("calls").GetInt32(), totals.GetProperty("answered").GetInt32(), totals.GetProperty("holdSeconds").GetDecimal()));
        Assert.Contains("0:01:00", (await _tandem.Run("records", "--totals")).Output);

        var shown = (await _tandem.Run("records", "show", "1")).Output;
        Assert.Contains("caller_hung_up by caller, 200", shown);
        Assert.Contains("\"longest prefix\"", shown);

        Assert.Equal(0, (await _tandem.Run("records", "--csv", file)).Code);
        Assert.Equal(3, (await System.IO.File.ReadAllLinesAsync(file)).Length);
    }

    [Fact]
    public async Task A_record_that_is_not_there_is_named()
    {
        Store();

        var show = await _tandem.Run("records", "show", "7");

        Assert.NotEqual(0, show.Code);
        Assert.Contains("no record 7", show.Errors);
    }

    private void Store(params bool[] answered)
    {
        using var folder = DataFolder.Open(_tandem.Data);
        using var store = global::Tandem.Storage.Store.Open(folder, NullLoggerFactory.Instance, TimeProvider.System);
        var journal = store.StartRecords(folder.Folder("journal"), 1, new CurrentParameters(ParameterSet.Defaults)).JournalOf(0);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (var was in answered)
        {
            journal.Ended(new CallRecord
            {
                Id = Guid.NewGuid(), StartedAt = now - 62_500, AnsweredAt = was ? now - 60_500 : 0, EndedAt = now,
                Received = new CallNumbers("1001", "1002"), EndCode = was ? 200 : 486,
                EndReason = was ? CallEndReason.CallerHungUp : CallEndReason.Busy, EndSide = was ? EndSide.Caller : EndSide.Callee,
                Callee = new CallParty(PartyKind.RoutingGateway, "carrier", default, default, "", "", ""), Route = """{"why":"longest prefix"}""",
            });
        }
        journal.Flush();
    }
}
