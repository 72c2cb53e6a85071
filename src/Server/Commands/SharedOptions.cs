using System.CommandLine;

namespace Tandem.Server.Commands;

/// <summary>The options that every command takes.</summary>
internal sealed class SharedOptions
{
    /// <summary>The environment variable that names the data folder.</summary>
    public const string DataVariable = "TANDEM_DATA";

    /// <summary>The data folder.</summary>
    public Option<string> Data { get; } = new("--data")
    {
        Description = $"The data folder (default: {DataVariable}, else ./data)", HelpName = "DIR", Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder ? folder : "data",
    };

    /// <summary>Whether the output is for machines.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Write JSON, as the HTTP API answers it", Recursive = true };
}
