using System.Collections.Immutable;

namespace Tandem.Switching.Routing;

/// <summary>The order in which the servers of a gateway are tried for one request: those of the same rank are drawn by weight (RFC 2782, "Weight").</summary>
internal static class ServerDraw
{
    /// <summary>The targets in the order of this request; the very same ones where there is nothing to draw.</summary>
    public static ImmutableArray<GatewayTarget> Order(ImmutableArray<GatewayTarget> targets, Random chance)
    {
        if (!HasChoice(targets)) return targets;
        var ordered = ImmutableArray.CreateBuilder<GatewayTarget>(targets.Length);
        foreach (var rank in targets.GroupBy(t => t.Rank).OrderBy(g => g.Key))
        {
            // Those of weight 0 first, so that they have a small chance too.
            var servers = rank.GroupBy(t => t.Server).OrderBy(s => s.First().Weight > 0).ToList();
            while (servers.Count > 0) ordered.AddRange(TakeOne(servers, chance));
        }
        return ordered.MoveToImmutable();
    }

    private static bool HasChoice(ImmutableArray<GatewayTarget> targets)
    {
        for (var i = 1; i < targets.Length; i++)
        {
            if (targets[i].Rank == targets[i - 1].Rank && targets[i].Server != targets[i - 1].Server) return true;
        }
        return false;
    }

    private static IGrouping<int, GatewayTarget> TakeOne(List<IGrouping<int, GatewayTarget>> left, Random chance)
    {
        var drawn = chance.Next(left.Sum(s => s.First().Weight) + 1);
        var sum = 0;
        var index = left.FindIndex(s => (sum += s.First().Weight) >= drawn);
        var taken = left[index];
        left.RemoveAt(index);
        return taken;
    }
}
