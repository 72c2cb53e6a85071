using Microsoft.Extensions.Logging;

namespace Tandem.Server.Signalling;

/// <summary>
/// Writes the shards' registration lines to one file. The file is opened for each write, so that log rotation needs to
/// tell nobody. When it cannot be written the switch goes on; that and its end are logged once.
/// </summary>
public sealed class RegistrationLog : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly string _path;
    private readonly RegistrationLogBuffer[] _buffers;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _writing = new();
    private bool _failing;

    /// <summary>Begins to write.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="shards">How many shards there are.</param>
    /// <param name="time">Tells when to write.</param>
    /// <param name="logger">Is told when the file cannot be written.</param>
    public RegistrationLog(string path, int shards, TimeProvider time, ILogger logger)
    {
        _path = path;
        _buffers = [.. Enumerable.Range(0, shards).Select(_ => new RegistrationLogBuffer())];
        _logger = logger;
        _timer = time.CreateTimer(_ => Flush(), null, Every, Every);
    }

    /// <summary>The buffer of a shard.</summary>
    public RegistrationLogBuffer BufferOf(int shard) => _buffers[shard];

    /// <summary>Lines lost since the start.</summary>
    public long Dropped => _buffers.Sum(b => b.Dropped);

    /// <summary>Writes what has been collected.</summary>
    public void Flush()
    {
        lock (_writing)
        {
            foreach (var buffer in _buffers)
            {
                var lines = buffer.Take();
                if (!lines.IsEmpty) Append(lines.Span);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Flush();
    }

    private void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            using var file = new FileStream(_path, new FileStreamOptions
            {
                Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
            });
            file.Write(lines);
            if (_failing) _logger.LogInformation("The registration log is being written again.");
            _failing = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_failing) _logger.LogError("The registration log {Path} cannot be written: {Error} Lines are lost until it can.", _path, error.Message);
            _failing = true;
        }
    }
}
