using Microsoft.AspNetCore.Http;

namespace Tandem.Api.Csv;

/// <summary>
/// Takes a whole body in before it is worked on, so that a slow peer holds nothing up: into a file without a name, because
/// it may hold passwords and must not outlive the request.
/// </summary>
internal static class Upload
{
    /// <summary>The largest import, in bytes.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>The body, at its start.</summary>
    public static async Task<FileStream> Take(HttpRequest request)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 65_536,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        try
        {
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            await request.Body.CopyToAsync(file, request.HttpContext.RequestAborted);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
