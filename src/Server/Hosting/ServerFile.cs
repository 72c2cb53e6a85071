using System.Text.Json;

namespace Tandem.Server.Hosting;

/// <summary>
/// How the command line finds the running switch: the file server.json in the data folder, readable by its owner alone. It
/// exists while the switch runs.
/// </summary>
/// <param name="Pid">The process.</param>
/// <param name="Address">The HTTP API's address, such as http://127.0.0.1:8080.</param>
/// <param name="Token">The token of the machine's own command line.</param>
public sealed record ServerFile(int Pid, string Address, string Token)
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "server.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>The file of the switch that runs on a data folder; null when none does.</summary>
    public static ServerFile? Read(string dataFolder)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerFile>(File.ReadAllText(Path.Combine(dataFolder, FileName)), Format);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file; the token is never readable by others, not even for a moment.</summary>
    public void Write(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(path);
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, this, Format);
    }

    /// <summary>Takes the file away.</summary>
    public static void Remove(string dataFolder) => File.Delete(Path.Combine(dataFolder, FileName));
}
