using System.Diagnostics;
using System.Security.Cryptography;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Loading;

/// <summary>The sizes and times that the product promises, on real files.</summary>
[Trait("Category", "Slow")]
public sealed class MillionTests(ITestOutputHelper output) : IDisposable
{
    private const int Million = 1_000_000;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_million_phones_are_imported_in_a_minute_and_loaded_with_a_million_bindings_in_ten_seconds()
    {
        output.WriteLine(SqliteEngine.Description);
        using (var open = new OpenStore(_folder, _clock))
        {
            Assert.True(Timed("import", () => Import(open)) < TimeSpan.FromSeconds(60));
            var journal = open.Store.StartJournal(open.Locations, open.Suspensions, open.Known);
            for (var i = 0; i < Million; i++) open.Locations.Register(Name(i), _clock.NowMs);
            Timed("journal", () => Assert.True(journal.Flush()));
        }
        GC.Collect();

        using var again = new OpenStore(_folder, _clock, measured: true);
        var elapsed = Timed("load", again.Load);

        Assert.Equal((Million, Million), (again.Loaded.Endpoints, again.Loaded.Bindings));
        Assert.True(elapsed < TimeSpan.FromSeconds(10), $"The load took {elapsed}.");
    }

    [Fact]
    public void A_million_numbers_of_a_group_are_imported_in_a_minute_and_loaded_in_ten_seconds()
    {
        using (var open = new OpenStore(_folder, _clock))
        {
            var editor = new ConfigurationEditor(
                open.Store.Configuration, open.Directory, new CurrentParameters(ParameterSet.Defaults), open.Store.Secrets, RandomNumberGenerator.Fill);
            var rows = Enumerable.Range(0, Million).Select(i => new NumberRow(i + 2, "blocked", Name(i), "", []));
            Assert.True(Timed("import", () => editor.GroupedNumbers.Import(rows, new Actor("tester", "-"), _clock.NowMs)) < TimeSpan.FromSeconds(60));
            Assert.True(Timed("add one", () => editor.GroupedNumbers.Add("blocked", ["44*"], new Actor("tester", "-"), _clock.NowMs)) < TimeSpan.FromSeconds(1));
        }

        using var again = new OpenStore(_folder, _clock, measured: true);
        var elapsed = Timed("load", again.Load);

        Assert.Equal(Million + 1, again.Directory.NumberGroups.Find("blocked")!.Numbers.Count);
        Assert.True(elapsed < TimeSpan.FromSeconds(10), $"The load took {elapsed}.");
    }

    private static void Import(OpenStore open)
    {
        var password = open.Store.Secrets.Seal("a password of usual size", "any");
        var phones = new Phone[Million];
        for (var i = 0; i < phones.Length; i++)
        {
            phones[i] = new Phone { Name = Name(i), Account = $"account{i % 1000}", SealedPassword = (byte[])password.Clone() };
        }
        open.Store.Configuration.SaveAll(phones, open.Audit());
    }

    private static string Name(int i) => $"49301{i * 7919L % Million:D7}";

    private TimeSpan Timed(string what, Action action)
    {
        var watch = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        action();
        output.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:F2} s, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F2} s of processor time");
        return watch.Elapsed;
    }
}
