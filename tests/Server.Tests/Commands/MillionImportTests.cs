using System.Diagnostics;

namespace Tandem.Server.Tests.Commands;

[Trait("Category", "Slow")]
public sealed class MillionImportTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_million_rows_are_imported_in_under_a_minute()
    {
        using var tandem = new Tandem();
        var file = tandem.File("phones.csv", "");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 1_000_000).Select(i => $"{10_000_000 + i},password{i},desk {i}").Prepend("number,password,memo"));

        var watch = Stopwatch.StartNew();
        var imported = await tandem.Run("phone", "import", file);

        output.WriteLine($"{watch.Elapsed.TotalSeconds:f1} s");
        Assert.Equal((0, "Added 1000000, changed 0, unchanged 0."), (imported.Code, imported.Output));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }
}
