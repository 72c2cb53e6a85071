using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Tandem.Interop.Tests.Phones;

/// <summary>
/// Phones that register one after another without end, and that try again when the switch is gone, as real ones do. Keeps
/// when each got its latest 200.
/// </summary>
public sealed class RegistrationLoad : IAsyncDisposable
{
    private const int Workers = 4;

    private readonly IReadOnlyList<string> _numbers;
    private readonly IPEndPoint _at;
    private readonly ConcurrentDictionary<string, long> _granted = new();
    private readonly Task[] _workers;
    private volatile bool _stop;
    private int _next;

    /// <summary>Begins.</summary>
    /// <param name="numbers">The phones, each with the password "secret-NUMBER".</param>
    /// <param name="at">The switch.</param>
    public RegistrationLoad(IReadOnlyList<string> numbers, IPEndPoint at)
    {
        _numbers = numbers;
        _at = at;
        _workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>The phones whose latest 200 came between two times of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public IReadOnlyList<string> GrantedBetween(long from, long to) => [.. _granted.Where(g => g.Value >= from && g.Value <= to).Select(g => g.Key)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stop = true;
        await Task.WhenAll(_workers);
    }

    private async Task WorkAsync()
    {
        while (!_stop)
        {
            var number = _numbers[Interlocked.Increment(ref _next) % _numbers.Count];
            using var phone = new WirePhone(number, $"secret-{number}", _at);
            while (!_stop && !await TryAsync(phone)) { }
        }
    }

    private async Task<bool> TryAsync(WirePhone phone)
    {
        try
        {
            // A challenge of the switch that was killed is answered 401 by its successor.
            if ((await phone.RegisterAsync()).Status != 200) return false;
            _granted[phone.Phone.Number] = Stopwatch.GetTimestamp();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
