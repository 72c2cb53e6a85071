using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Programs;

/// <summary>A program of other people, with everything it says. It never outlives the test.</summary>
public sealed class ExternalProgram : IAsyncDisposable
{
    private readonly string _name;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ExternalProgram(string name, Process process)
    {
        _name = name;
        _process = process;
        process.OutputDataReceived += (_, e) => { if (e.Data is not null) _output.Enqueue(e.Data); };
        process.ErrorDataReceived += (_, e) => { if (e.Data is not null) _output.Enqueue(e.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // Most of them would read commands from a terminal.
        process.StandardInput.Close();
    }

    /// <summary>What it has said so far, on both of its outputs.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>True when it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="name">Its name on the PATH.</param>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs; null = here.</param>
    public static ExternalProgram Start(string name, string package, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "",
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["TERM"] = "dumb";
        try
        {
            return new ExternalProgram(name, Process.Start(start)!);
        }
        catch (Win32Exception)
        {
            Assert.Fail($"{name} is not installed: apt-get install {package}");
            throw;
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string name, string package, TimeSpan within, IEnumerable<string> arguments, string? folder = null)
    {
        await using var program = Start(name, package, arguments, folder);
        return (await program.EndAsync(within), program.Output);
    }

    /// <summary>Waits for its end; returns the exit code.</summary>
    public async Task<int> EndAsync(TimeSpan within)
    {
        using var bound = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{_name} did not end within {within.TotalSeconds} s:\n{Output}");
        }
        return _process.ExitCode;
    }

    /// <summary>Waits until it has said something.</summary>
    public Task SaysAsync(string text, TimeSpan within) =>
        Eventually.Is(() => _output.Any(line => line.Contains(text, StringComparison.Ordinal)), within, () => $"{_name} never said \"{text}\":\n{Output}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
