namespace Tandem.Server.Commands;

/// <summary>Writes files that may hold secrets: readable by their owner only, and under their name only when they are whole.</summary>
internal static class OwnFile
{
    /// <summary>Writes the stream to the path; what was there is replaced.</summary>
    public static async Task Write(string path, Stream content)
    {
        var partial = path + ".partial";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            File.Delete(partial);
            await using (var file = new FileStream(partial, options)) await content.CopyToAsync(file);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
