namespace Tandem.Network.Dns;

/// <summary>The order in which SRV records are tried (RFC 2782, "Priority" and "Weight").</summary>
internal static class ServiceOrder
{
    /// <summary>Lower priorities first; within one priority drawn by weight, anew at each call.</summary>
    public static List<DnsRecord.Location> Draw(IEnumerable<DnsRecord.Location> services, Random chance)
    {
        var ordered = new List<DnsRecord.Location>();
        foreach (var priority in services.GroupBy(s => s.Priority).OrderBy(g => g.Key))
        {
            // Those of weight 0 first, so that they have a small chance too.
            var left = priority.OrderBy(s => s.Weight > 0).ToList();
            while (left.Count > 0) ordered.Add(TakeOne(left, chance));
        }
        return ordered;
    }

    private static DnsRecord.Location TakeOne(List<DnsRecord.Location> left, Random chance)
    {
        var drawn = chance.Next(left.Sum(s => s.Weight) + 1);
        var sum = 0;
        var index = left.FindIndex(s => (sum += s.Weight) >= drawn);
        var taken = left[index];
        left.RemoveAt(index);
        return taken;
    }
}
