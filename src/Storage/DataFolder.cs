using System.Globalization;
using Tandem.Switching.Accounts;
using Files = System.IO.Directory;

namespace Tandem.Storage;

/// <summary>
/// The one folder that holds everything the switch keeps: database, keys, certificates, logs. Its owner alone can read it
/// (0700, files 0600), and one process at a time can hold it.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(100);

    // What tells a folder of ours from one that was named by mistake; the rights of the latter are left as they are.
    private static readonly string[] OurNames = ["keys", "tls", "log", "journal", "cdr", "server.json", "lost+found"];

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
        WasStoppedCleanly = !File.Exists(PidPath);
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The database file.</summary>
    public string DatabasePath => In("tandem.db");

    /// <summary>The folder of the key ring that opens the passwords.</summary>
    public string KeysPath => In("keys");

    /// <summary>False when the process that held the folder last ended without closing it.</summary>
    public bool WasStoppedCleanly { get; }

    private string PidPath => In("tandem.pid");

    /// <summary>The path of a file or folder inside this one.</summary>
    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder in the folder, its owner's alone, made when there is none.</summary>
    public string Folder(string name)
    {
        var path = In(name);
        OwnerOnly.CreateFolder(path);
        return path;
    }

    /// <summary>Takes hold of the folder until disposed, making it when there is none.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="patience">How long to wait for another that holds it: a short command lets go by itself.</param>
    /// <exception cref="StoreUnavailableException">Another process holds it, it cannot be written, or it is no folder of ours.</exception>
    public static DataFolder Open(string path, TimeSpan patience = default)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            if (Stranger(path) is { } stranger)
            {
                throw new StoreUnavailableException($"{path} holds other things ({stranger}): name an empty or new folder for the data.");
            }
            OwnerOnly.CreateFolder(path);
            var folder = new DataFolder(path, Hold(path, patience));
            OwnerOnly.CreateFile(folder.PidPath);
            File.WriteAllText(folder.PidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The data folder {path} cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>Lets the folder go and notes that this was on purpose.</summary>
    public void Dispose()
    {
        File.Delete(PidPath);
        _lock.Dispose();
    }

    private static FileStream Hold(string path, TimeSpan patience)
    {
        for (var waited = TimeSpan.Zero; ; waited += RetryEvery)
        {
            try
            {
                // Without sharing .NET takes flock(2), which the system gives back however the process ends.
                return OwnerOnly.Open(System.IO.Path.Combine(path, "tandem.lock"), FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException) when (waited < patience)
            {
                Thread.Sleep(RetryEvery);
            }
            catch (IOException failure) when (failure is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                var pidPath = System.IO.Path.Combine(path, "tandem.pid");
                var pid = File.Exists(pidPath) ? File.ReadAllText(pidPath).Trim() : "";
                var who = pid.Length > 0 ? $"another tandem (pid {pid})" : "another tandem";
                throw new StoreUnavailableException($"The data folder {path} is in use by {who}: stop it first, or name another folder.", failure);
            }
        }
    }

    private static string? Stranger(string path)
    {
        if (!Files.Exists(path)) return null;
        var names = Files.EnumerateFileSystemEntries(path).Select(System.IO.Path.GetFileName).ToArray();
        return names.Any(IsOurs) ? null : names.FirstOrDefault();
    }

    private static bool IsOurs(string? name) =>
        name is not null && (OurNames.Contains(name) || name.StartsWith("tandem.", StringComparison.Ordinal));
}
