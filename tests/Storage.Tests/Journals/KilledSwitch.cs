using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Tandem.Storage.Tests.Records;
using Tandem.Switching.Records;

namespace Tandem.Storage.Tests.Journals;

/// <summary>The process that <see cref="CallKillTests"/> starts a hundred times and kills.</summary>
public static class KilledSwitch
{
    /// <summary>Where the data folder lies.</summary>
    public const string FolderVariable = "TANDEM_KILLED_SWITCH_FOLDER";

    /// <summary>Takes the process over when it was started for this, before any test is looked for: that would take longer than the rest.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The program's beginning belongs to the test runner.")]
    internal static void TakeOver()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } path) CarryCalls(path);
    }

    // The file beside the folder has the calls that a peer could have been told about: it is written, without a buffer of
    // ours, only after the turn was flushed.
    private static void CarryCalls(string path)
    {
        using var folder = new TemporaryFolder(path);
        using var open = new OpenRecords(folder, TimeProvider.System, shards: 2);
        using var said = new FileStream(path + ".said", FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        Queue<CallRecord>[] up = [new(), new()];
        for (var turn = 0; ; turn++)
        {
            Turn(open, turn % 2, up[turn % 2], said);
            // Some thousand calls a second: a busy switch, and not a test of the disk.
            if (turn % 20 == 0) Thread.Sleep(1);
        }
    }

    // One call begins a turn; from some time on one ends, one goes on, and somebody else is refused.
    private static void Turn(OpenRecords open, int shard, Queue<CallRecord> up, FileStream said)
    {
        var journal = open.Records.JournalOf(shard);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var answered = SampleCalls.Answered(now);
        journal.Answered(answered);
        up.Enqueue(answered);
        CallRecord? ended = null;
        if (up.Count > 50)
        {
            ended = up.Dequeue().End(now);
            journal.Checkpoint(up.Peek(), now);
            journal.Ended(ended);
            journal.Ended(SampleCalls.Unanswered(now));
        }
        journal.Flush();
        said.Write(System.Text.Encoding.ASCII.GetBytes($"{answered.Id:n} {ended?.Id.ToString("n") ?? "-"}\n"));
    }
}
