using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Switching.Protection;
using Tandem.Switching.Registration;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Storage.Tests.Journals;

/// <summary>The process that <see cref="KillTests"/> starts and kills; it runs only when it is asked for by name.</summary>
public static class KilledProcess
{
    /// <summary>Where the data folder lies.</summary>
    public const string FolderVariable = "TANDEM_KILLED_PROCESS_FOLDER";

    /// <summary>
    /// Registers and unregisters until it is killed. Each line of the file beside the folder is what a phone was told and
    /// when: the file is written without a buffer of ours, so what stands there was said before the kill.
    /// </summary>
    [Fact(Explicit = true)]
    public static void Registers_until_it_is_killed()
    {
        var path = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException($"{FolderVariable} is not set.");
        using var folder = DataFolder.Open(path);
        using var store = Store.Open(folder, NullLoggerFactory.Instance, TimeProvider.System);
        var locations = new LocationTable(Now);
        var suspensions = new EndpointSuspension();
        var known = new KnownSources();
        store.Load(new Directory(), locations, suspensions, known);
        store.StartJournal(locations, suspensions, known);
        using var said = new FileStream(path + ".said", FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var i = 0; ; i++)
        {
            // A phone comes with every step, and with some of them one leaves that came a moment or some seconds before.
            var leaves = i % 7 == 0 && i > 100;
            var name = leaves ? $"p{i - (i % 2 == 0 ? 99 : i / 2)}" : $"p{i}";
            if (leaves) locations.RemoveAll(name);
            else locations.Register(name, Now);
            said.Write(System.Text.Encoding.ASCII.GetBytes($"{Now} {name} {locations.Find(name).Count}\n"));
            // Some thousand a second: a busy switch, and not a test of the disk.
            if (i % 10 == 0) Thread.Sleep(1);
        }
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
