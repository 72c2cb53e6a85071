namespace Tandem.Interop.Tests.Deploy;

/// <summary>The files of deploy/ in the source tree that the tests were built from.</summary>
internal static class DeployFiles
{
    /// <summary>The whole path of one of them.</summary>
    /// <param name="path">Its path within deploy/.</param>
    public static string At(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tandem.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "deploy", path);
    }
}
