namespace Tandem.Network.Relay;

/// <summary>
/// How many packets one side of a stream may have relayed in a second: more than a picture in motion needs. Two calls whose SDPs name
/// each other's ports make a circle in which packets would go round as fast as the relay can, for as long as the calls last.
/// </summary>
internal struct PacketBudget
{
    /// <summary>Packets a second.</summary>
    internal const int PerSecond = 5_000;

    private long _second;
    private int _spent;

    /// <summary>Takes one packet from the budget; false when this second's is used up.</summary>
    /// <param name="now">The time in milliseconds.</param>
    internal bool TrySpend(long now)
    {
        var second = now / 1_000;
        if (second != _second) (_second, _spent) = (second, 0);
        return ++_spent <= PerSecond;
    }
}
