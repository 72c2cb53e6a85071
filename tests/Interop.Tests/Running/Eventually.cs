using System.Runtime.CompilerServices;

namespace Tandem.Interop.Tests.Running;

/// <summary>Waits for what another process will bring about.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns as soon as the condition holds.</summary>
    /// <param name="condition">What must come.</param>
    /// <param name="within">How long it may take on a slow and busy machine.</param>
    /// <param name="evidence">What to show when it does not come.</param>
    /// <param name="what">The condition's text.</param>
    public static Task Is(Func<bool> condition, TimeSpan within, Func<string>? evidence = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Is(() => Task.FromResult(condition()), within, evidence, what);

    /// <inheritdoc cref="Is(Func{bool}, TimeSpan, Func{string}?, string)"/>
    public static async Task Is(Func<Task<bool>> condition, TimeSpan within, Func<string>? evidence = null, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var end = DateTime.UtcNow + within;
        while (!await condition())
        {
            if (DateTime.UtcNow > end) Assert.Fail($"Not within {within.TotalSeconds} s: {what}\n{evidence?.Invoke()}");
            await Task.Delay(Pause);
        }
    }
}
