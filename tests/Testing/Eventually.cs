using System.Runtime.CompilerServices;

namespace Tandem.Testing;

/// <summary>Waits for what another thread or process will bring about.</summary>
public static class Eventually
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    /// <summary>Returns as soon as the condition holds.</summary>
    /// <param name="condition">What must come.</param>
    /// <param name="within">How long it may take on a slow and busy machine; null = 10 s.</param>
    /// <param name="evidence">What to show when it does not come.</param>
    /// <param name="what">The condition's text.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static Task Is(Func<bool> condition, TimeSpan? within = null, Func<string>? evidence = null,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Is(() => Task.FromResult(condition()), within, evidence, what);

    /// <inheritdoc cref="Is(Func{bool}, TimeSpan?, Func{string}?, string)"/>
    public static async Task Is(Func<Task<bool>> condition, TimeSpan? within = null, Func<string>? evidence = null,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var patience = within ?? Usual;
        var end = DateTime.UtcNow + patience;
        for (var pause = 1; !await condition(); pause = Math.Min(2 * pause, 20))
        {
            if (DateTime.UtcNow > end) throw new TimeoutException($"Not within {patience.TotalSeconds} s: {what}\n{evidence?.Invoke()}");
            await Task.Delay(pause);
        }
    }
}
