using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Protection;
using Tandem.Switching.Registration;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Storage.Tests.Journals;

[Trait("Category", "Slow")]
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        File.Delete(_folder.Path + ".said");
    }

    [Fact]
    public async Task A_killed_process_loses_nothing_older_than_a_second_and_leaves_the_database_whole()
    {
        var random = new Random(1);
        for (var round = 0; round < 4; round++)
        {
            await RunAndKill(TimeSpan.FromMilliseconds(random.Next(1200, 2500)));
            Compare();
        }
    }

    private async Task RunAndKill(TimeSpan after)
    {
        File.Delete(_folder.Path + ".said");
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(KilledProcess).FullName}.{nameof(KilledProcess.Registers_until_it_is_killed)}" },
            Environment = { [KilledProcess.FolderVariable] = _folder.Path },
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(_folder.Path + ".said"), TimeSpan.FromSeconds(60)), "The process did not start.");
            // The moment of the kill is what this test varies.
            await Task.Delay(after);
            Assert.False(process.HasExited, "The process ended by itself.");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private void Compare() => WithStore((store, locations) =>
    {
        Assert.Null(store.Database.Read(SqliteDialect.Check));
        var said = File.ReadAllLines(_folder.Path + ".said").Select(line => line.Split(' ')).Where(line => line.Length == 3).ToList();
        var killedAt = long.Parse(said[^1][0]);
        var last = said.GroupBy(line => line[1]).Select(lines => lines.Last()).ToList();
        var old = last.Where(line => long.Parse(line[0]) < killedAt - 1000).ToList();
        Assert.Contains(old, line => line[2] == "1");
        Assert.Contains(old, line => line[2] == "0");
        var wrong = old.Where(line => locations.Find(line[1]).Count != int.Parse(line[2])).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {old.Count} are not as the phone was told, such as {string.Join(' ', wrong.FirstOrDefault([]))}.");
    });

    private void WithStore(Action<Store, LocationTable> use)
    {
        using var folder = DataFolder.Open(_folder.Path);
        using var store = Store.Open(folder, NullLoggerFactory.Instance, TimeProvider.System);
        var locations = new LocationTable(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        store.Load(new Directory(), locations, new EndpointSuspension(), new KnownSources());
        use(store, locations);
    }
}
