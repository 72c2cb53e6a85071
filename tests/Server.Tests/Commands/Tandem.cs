using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Tandem.Server.Tests.Commands;

/// <summary>The program itself, run as an operator runs it, over a data folder of its own.</summary>
internal sealed class Tandem : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("tandem-test-").FullName;
    private Process? _switch;

    /// <summary>The data folder; it does not exist before the first command makes it.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>A file outside of the data folder.</summary>
    public string File(string name, string? content = null)
    {
        var path = Path.Combine(_folder, name);
        if (content is not null) System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<Ended> Run(params string[] arguments) => await RunWithInput("", arguments);

    /// <summary>Runs a command with something on its standard input.</summary>
    public async Task<Ended> RunWithInput(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new Ended(process.ExitCode, (await output).TrimEnd(), (await errors).TrimEnd());
    }

    /// <summary>Starts the switch and waits until it says where its API listens; that address comes back.</summary>
    public async Task<Uri> StartSwitch()
    {
        _switch = Start(["run", "--sip", "udp:127.0.0.1:0", "--http", "127.0.0.1:0"]);
        _switch.ErrorDataReceived += (_, _) => { };
        _switch.BeginErrorReadLine();
        while (await _switch.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.IndexOf("http://", StringComparison.Ordinal) is var at and >= 0) return new Uri(line[at..]);
        }
        throw new InvalidOperationException("The switch ended before it listened.");
    }

    /// <summary>Kills the switch, so that it leaves its server.json behind.</summary>
    public async Task KillSwitch()
    {
        _switch!.Kill();
        await _switch.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Asks the switch to stop, as a supervisor does, and tells what it ended with.</summary>
    public async Task<int> TerminateSwitch()
    {
        using var kill = Process.Start("kill", ["-TERM", _switch!.Id.ToString(CultureInfo.InvariantCulture)]);
        await _switch.WaitForExitAsync().WaitAsync(Patience);
        return _switch.ExitCode;
    }

    public void Dispose()
    {
        if (_switch is { HasExited: false })
        {
            _switch.Kill();
            _switch.WaitForExit();
        }
        _switch?.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "tandem.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["TANDEM_DATA"] = Data;
        return Process.Start(start)!;
    }
}

/// <summary>How a command ended.</summary>
internal sealed record Ended(int Code, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
