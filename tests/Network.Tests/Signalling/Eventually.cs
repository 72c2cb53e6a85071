using System.Runtime.CompilerServices;

namespace Tandem.Network.Tests.Signalling;

/// <summary>Waits for what another thread will bring about.</summary>
internal static class Eventually
{
    internal static async Task Is(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var end = DateTime.UtcNow.AddSeconds(10);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, $"Not within 10 s: {what}");
            await Task.Delay(1);
        }
    }
}
