using Files = System.IO.Directory;

namespace Tandem.Storage;

/// <summary>Files and folders that their owner alone can read and write; on Windows they inherit the folder's rights.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, or takes the others' rights from the one that is there.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Files.CreateDirectory(path);
            return;
        }
        Files.CreateDirectory(path, FolderMode0700);
        if (File.GetUnixFileMode(path) != FolderMode0700) File.SetUnixFileMode(path, FolderMode0700);
    }

    /// <summary>Makes an empty file, or takes the others' rights from the one that is there.</summary>
    public static void CreateFile(string path)
    {
        if (!File.Exists(path)) Open(path, FileMode.CreateNew, FileShare.ReadWrite).Dispose();
        else Restrict(path);
    }

    /// <summary>Opens a file for reading and writing; a new one is its owner's from the first moment.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode0600;
        return new FileStream(path, options);
    }

    /// <summary>Takes the others' rights from a file.</summary>
    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != FileMode0600) File.SetUnixFileMode(path, FileMode0600);
    }
}
