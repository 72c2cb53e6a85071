namespace Tandem.Switching.Gateways;

/// <summary>Where a gateway takes the callers' numbers from in place of their own. Immutable.</summary>
/// <param name="Group">The number group; "" = callers keep their numbers.</param>
/// <param name="Order">Which of its numbers is taken.</param>
/// <param name="Lines">How many calls at once may carry the same number, whatever the gateway; null = no limit.</param>
public readonly record struct CallerPool(string Group, PoolOrder Order, int? Lines)
{
    /// <summary>Callers keep their numbers.</summary>
    public static readonly CallerPool None = new("", PoolOrder.Random, null);
}

/// <summary>Which number of a pool is taken.</summary>
public enum PoolOrder : byte
{
    /// <summary>Any.</summary>
    Random,
    /// <summary>One after another.</summary>
    RoundRobin,
}
