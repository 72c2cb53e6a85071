using System.Net.Http;
using Microsoft.Data.Sqlite;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Records;

/// <summary>The store takes nothing for a while: more records wait than may wait in memory, and the switch is killed over it.</summary>
public sealed class RecordSpillTests : IAsyncLifetime
{
    private const int Room = 10_000;
    private const int Callers = 4;
    private const int CallsOfEach = 3_000;

    private readonly CallSwitch _switch = new();

    public ValueTask InitializeAsync() => _switch.InitializeAsync();

    public ValueTask DisposeAsync() => _switch.DisposeAsync();

    [Fact]
    public async Task What_waits_beyond_the_room_in_memory_waits_on_the_disk_and_survives_a_kill()
    {
        await _switch.Api.SetAsync("SERVER_MAX_CDR_PENDING_LIST_LENGTH", $"{Room}");
        await _switch.Api.SetAsync("SERVER_BILLING_RECORD_ZERO_HOLD_TIME_AUTO", "Off");
        using (var store = new SqliteConnection($"Data Source={Path.Combine(_switch.Live.Folder, "tandem.db")};Pooling=False"))
        {
            store.Open();
            Execute(store, "BEGIN IMMEDIATE");
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller =>
                Burst.CallAsync(_switch.Live.At("udp"), CallSwitch.Customer, Enumerable.Range(0, CallsOfEach).Select(i => $"9{caller}{i:D4}"))));
            await Eventually.Is(async () => await _switch.Api.MetricAsync("tandem_records_spilled_total") > 0);
            Assert.Equal(0, await _switch.Api.MetricAsync("tandem_records_lost_total"));
            await _switch.Live.KillAsync();
            Execute(store, "ROLLBACK");
        }
        await _switch.Live.StartAgainAsync();

        const int all = Callers * CallsOfEach;
        Assert.Equal(all, (int)(await _switch.Api.GetAsync("records/totals"))["calls"]!);
        Assert.Equal("not_found", (string?)(await _switch.Api.GetAsync($"records/{all}"))["endReason"]);
        await Assert.ThrowsAsync<HttpRequestException>(() => _switch.Api.GetAsync($"records/{all + 1}"));
    }

    private static void Execute(SqliteConnection store, string sql)
    {
        using var command = store.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
