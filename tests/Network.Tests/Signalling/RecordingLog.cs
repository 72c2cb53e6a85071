using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Tandem.Network.Tests.Signalling;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLog : ILogger
{
    internal ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception)));
}
