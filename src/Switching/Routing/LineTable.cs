using System.Runtime.InteropServices;

namespace Tandem.Switching.Routing;

/// <summary>
/// The lines in use of all phones, of all mapping gateways or of all gateway groups, by name. Knows those only that are in a
/// call. Shared by all shards; striped, each stripe with a short lock.
/// </summary>
internal sealed class LineTable
{
    private const int StripeCount = 64;

    private readonly Dictionary<string, LineCount>[] _stripes =
        [.. Enumerable.Range(0, StripeCount).Select(_ => new Dictionary<string, LineCount>(StringComparer.Ordinal))];

    /// <summary>The lines in use at this moment.</summary>
    public LineCount Of(string name)
    {
        var stripe = StripeOf(name);
        lock (stripe) return stripe.GetValueOrDefault(name);
    }

    /// <summary>Takes a line; false when as many as allowed are in use.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="direction">In which direction the call goes, as its owner sees it.</param>
    /// <param name="limit">The most calls in that direction; null = no limit.</param>
    /// <param name="total">The most calls in both directions; null = no limit.</param>
    public bool TryTake(string name, LineDirection direction, int? limit, int? total)
    {
        var stripe = StripeOf(name);
        lock (stripe)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(stripe, name, out _);
            if (count.Admits(direction, limit, total))
            {
                count = count.With(direction, 1);
                return true;
            }
            if (count.Total == 0) stripe.Remove(name);
            return false;
        }
    }

    /// <summary>Gives a line back.</summary>
    public void Return(string name, LineDirection direction)
    {
        var stripe = StripeOf(name);
        lock (stripe)
        {
            var count = stripe[name].With(direction, -1);
            if (count.Total == 0) stripe.Remove(name);
            else stripe[name] = count;
        }
    }

    private Dictionary<string, LineCount> StripeOf(string name) =>
        _stripes[(uint)name.GetHashCode(StringComparison.Ordinal) % StripeCount];
}

/// <summary>The direction of a call as its phone or gateway sees it.</summary>
internal enum LineDirection : byte
{
    /// <summary>A call that it makes.</summary>
    Out,
    /// <summary>A call that it receives.</summary>
    In,
}

/// <summary>Lines in use.</summary>
/// <param name="Out">Calls made.</param>
/// <param name="In">Calls received.</param>
internal readonly record struct LineCount(int Out, int In)
{
    /// <summary>Both directions together.</summary>
    public int Total => Out + In;

    /// <summary>True when one more call keeps to the limits.</summary>
    public bool Admits(LineDirection direction, int? limit, int? total) =>
        (direction == LineDirection.Out ? Out : In) < (limit ?? int.MaxValue) && Total < (total ?? int.MaxValue);

    /// <summary>The count with calls more or less in a direction.</summary>
    public LineCount With(LineDirection direction, int more) =>
        direction == LineDirection.Out ? this with { Out = Out + more } : this with { In = In + more };
}
