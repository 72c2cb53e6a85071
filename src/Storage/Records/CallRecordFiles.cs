using System.Globalization;
using System.Text;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using Files = System.IO.Directory;

namespace Tandem.Storage.Records;

/// <summary>
/// Writes call records into text files, a new one each interval or hour, and deletes the oldest. What the newest file has is read
/// from its last line, so that the end of the process between a file and the store repeats nothing.
/// </summary>
internal sealed class CallRecordFiles(string folder, TimeProvider clock) : IRecordTarget
{
    // The names that the original gives to its files of an hour.
    private const string HourlyName = "yyyyMMddHH";
    private const string IntervalName = "yyyyMMddHHmmss";
    private const int Hour = 3600;
    private const int TailLength = 16 * 1024;

    /// <inheritdoc/>
    public string Name => "files";

    /// <inheritdoc/>
    public int BatchSize => 1000;

    /// <inheritdoc/>
    public bool IsOn(ParameterSet parameters) => parameters.Get(RecordParameters.FileInterval) > 0 || parameters.Get(RecordParameters.ToFile);

    /// <inheritdoc/>
    public long LastNumber()
    {
        if (All().LastOrDefault() is not { } newest) return 0;
        using var file = OwnerOnly.Open(newest, FileMode.OpenOrCreate, FileShare.Read);
        return CutTornLine(file);
    }

    /// <inheritdoc/>
    public void Take(IReadOnlyList<NumberedRecord> records, ParameterSet parameters, CancellationToken stop)
    {
        // What a failed attempt has left comes again now.
        var before = LastNumber();
        var unanswered = parameters.Get(RecordParameters.NonConnectToFile);
        var lines = new StringBuilder();
        foreach (var record in records)
        {
            if (record.Number > before && (unanswered || RecordRules.IsAnswered(record.Record))) CallRecordLine.Append(lines, record);
        }
        if (lines.Length == 0) return;
        using (var file = OwnerOnly.Open(PathAt(clock.GetUtcNow(), parameters.Get(RecordParameters.FileInterval)), FileMode.OpenOrCreate, FileShare.Read))
        {
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(lines.ToString()));
            file.Flush(flushToDisk: true);
        }
        foreach (var old in All().SkipLast(parameters.Get(RecordParameters.FileMost))) File.Delete(old);
    }

    // The file of the interval, or the newest when the clock was set back.
    private string PathAt(DateTimeOffset now, int interval)
    {
        var (length, format) = interval > 0 ? (interval, IntervalName) : (Hour, HourlyName);
        var begins = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / length * length).UtcDateTime;
        return All().LastOrDefault() is { } newest && BeginOf(newest) >= begins ? newest
            : Path.Combine(folder, begins.ToString(format, CultureInfo.InvariantCulture) + ".txt");
    }

    private string[] All()
    {
        OwnerOnly.CreateFolder(folder);
        return [.. Files.EnumerateFiles(folder, "*.txt").Where(path => BeginOf(path) is not null).OrderBy(BeginOf).ThenBy(path => path, StringComparer.Ordinal)];
    }

    // Null for a file that is none of ours.
    private static DateTime? BeginOf(string path) => DateTime.TryParseExact(
        Path.GetFileNameWithoutExtension(path), [HourlyName, IntervalName], CultureInfo.InvariantCulture, DateTimeStyles.None, out var begins) ? begins : null;

    // The number of the last whole line; what stands behind it, a line that was not finished, is taken away.
    private static long CutTornLine(FileStream file)
    {
        var from = Math.Max(0, file.Length - TailLength);
        var tail = new byte[file.Length - from];
        file.Seek(from, SeekOrigin.Begin);
        file.ReadExactly(tail);
        var end = Array.LastIndexOf(tail, (byte)'\n') + 1;
        if (end < tail.Length) file.SetLength(from + end);
        if (end == 0) return 0;
        var begin = end > 1 ? Array.LastIndexOf(tail, (byte)'\n', end - 2) + 1 : 0;
        return CallRecordLine.NumberOf(Encoding.UTF8.GetString(tail, begin, end - 1 - begin));
    }
}
