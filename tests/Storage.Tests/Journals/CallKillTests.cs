using System.Diagnostics;
using Dapper;
using Tandem.Storage.Sqlite;
using Tandem.Storage.Tests.Records;
using Tandem.Switching.Calls;

namespace Tandem.Storage.Tests.Journals;

/// <summary>The end of the process at any moment takes no record of an answered call, and gives none twice: 100 random kills.</summary>
public abstract class CallKillTests(int seed) : IDisposable
{
    private const int Kills = 50;

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(seed);

    private string Said => _folder.Path + ".said";

    public void Dispose()
    {
        _folder.Dispose();
        File.Delete(Said);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_answered_call_has_one_record_after_each_of_50_kills()
    {
        var calls = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await RunAndKill();
            calls += Count();
        }
        Assert.True(calls > Kills * 20, $"Only {calls} calls were carried.");
    }

    private async Task RunAndKill()
    {
        File.Delete(Said);
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            Environment = { [KilledSwitch.FolderVariable] = _folder.Path },
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.True(SpinWait.SpinUntil(() => new FileInfo(Said) is { Exists: true, Length: > 0 }, TimeSpan.FromSeconds(60)), "The process did not start.");
            // The moment of the kill is what this test varies: before, in and after the store's first transaction.
            await Task.Delay(_random.Next(0, 600));
            Assert.False(process.HasExited, "The process ended by itself.");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private int Count()
    {
        var said = File.ReadAllLines(Said).Select(line => line.Split(' ')).Where(IsWhole).ToList();
        using var open = new OpenRecords(_folder, TimeProvider.System, shards: 2);
        Assert.Null(open.Store.Database.Read(SqliteDialect.Check));
        var (count, first, last) = open.Store.Database.Read(connection =>
            connection.QuerySingle<(long, long, long)>("SELECT COUNT(*), MIN(number), MAX(number) FROM call_record"));
        Assert.Equal((1, count), (first, last));

        var reasons = open.Store.Database.Read(connection => connection.Query<(byte[] Id, int Reason)>("SELECT id, end_reason FROM call_record"))
            .ToDictionary(row => new Guid(row.Id, bigEndian: true), row => (CallEndReason)row.Reason);
        var ended = said.Where(line => line[1] != "-").Select(line => Guid.Parse(line[1])).ToList();
        Assert.All(said, line => Assert.Contains(Guid.Parse(line[0]), reasons));
        Assert.All(ended, id => Assert.Equal(CallEndReason.CallerHungUp, reasons[id]));
        // What was up at the kill was closed; an end may stand in the journal that nobody was told of, in the last turn.
        var told = said.Select(line => Guid.Parse(line[0])).Except(ended).ToList();
        Assert.InRange(told.Count(id => reasons[id] != CallEndReason.SwitchCrashed), 0, 1);
        Assert.Empty(open.Files);
        return said.Count;
    }

    // The kill may cut the last line.
    private static bool IsWhole(string[] line) => line[0].Length == 32 && line.Length == 2 && (line[1] == "-" || line[1].Length == 32);
}

/// <summary>One half of the kills; the two run beside each other.</summary>
public sealed class FirstCallKillTests() : CallKillTests(1);

/// <summary>The other half.</summary>
public sealed class SecondCallKillTests() : CallKillTests(2);
