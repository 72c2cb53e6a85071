
namespace Tandem.Storage.Tests;

/// <summary>A path for a test's data folder; whatever lies there is deleted at the end.</summary>
public sealed class TemporaryFolder(string path) : IDisposable
{
    /// <summary>A new path; nothing lies there yet.</summary>
    public TemporaryFolder() : this(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "tandem-" + Guid.NewGuid().ToString("N")))
    {
    }

    /// <summary>The path.</summary>
    public string Path => path;

    /// <summary>The path of a file inside.</summary>
    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (System.IO.Directory.Exists(path)) System.IO.Directory.Delete(path, recursive: true);
    }
}
