using System.Globalization;

namespace Tandem.Storage.Journals;

/// <summary>The folder of the call journals' files. Their names hold a number that is never given twice.</summary>
/// <param name="path">The folder; it is there.</param>
/// <param name="last">The greatest number that was given before.</param>
internal sealed class CallJournalFolder(string path, long last)
{
    private const string Pattern = "*.calls";

    private long _last = Math.Max(last, FilesIn(path).Select(NumberOf).DefaultIfEmpty().Max());

    /// <summary>The files of earlier runs, in the order in which they were begun.</summary>
    public IReadOnlyList<string> Files { get; } = FilesIn(path);

    /// <summary>Makes the next file of a shard.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public CallJournalSegment Begin(int shard, CallJournalOutlet outlet)
    {
        var number = Interlocked.Increment(ref _last);
        return new CallJournalSegment(Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{number:D10}-{shard:D3}.calls")), outlet);
    }

    /// <summary>The number in a file's name; 0 when there is none.</summary>
    public static long NumberOf(string file)
    {
        var name = Path.GetFileName(file.AsSpan());
        return long.TryParse(name[..Math.Max(0, name.IndexOf('-'))], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private static string[] FilesIn(string path) => [.. System.IO.Directory.EnumerateFiles(path, Pattern).OrderBy(NumberOf)];
}
