using System.Globalization;

namespace Tandem.Switching.Protection;

/// <summary>What a number of suspensions looks like together (spec: registration and protection §2).</summary>
[Flags]
public enum SuspensionPattern
{
    /// <summary>Nothing in particular: one phone with a wrong password.</summary>
    None = 0,
    /// <summary>Many endpoints from one source.</summary>
    ManyEndpointsOneSource = 1,
    /// <summary>Endpoints whose numbers follow each other: a scan.</summary>
    Sequence = 2,
    /// <summary>One endpoint again and again.</summary>
    Repeated = 4,
    /// <summary>Many endpoints from many sources at one time: a distributed attack.</summary>
    ManyEndpointsManySources = 8,
}

/// <summary>Finds the patterns in a list of suspensions.</summary>
public static class SuspensionPatterns
{
    /// <summary>How many endpoints, sources or times are many.</summary>
    public const int Many = 5;

    /// <summary>How many numbers in a row make a sequence.</summary>
    public const int SequenceLength = 3;

    /// <summary>The pattern of each suspension among the others, in the order of the list.</summary>
    public static IReadOnlyList<SuspensionPattern> Mark(IReadOnlyList<Suspension> suspensions)
    {
        var endpointsOf = suspensions.GroupBy(s => s.Source).ToDictionary(g => g.Key, g => g.Select(s => s.Endpoint).Distinct().Count());
        var timesOf = suspensions.GroupBy(s => s.Endpoint).ToDictionary(g => g.Key, g => g.Count());
        var inSequence = InSequence(timesOf.Keys);
        var distributed = timesOf.Count >= Many && endpointsOf.Count >= Many;
        return [.. suspensions.Select(s =>
            (endpointsOf[s.Source] >= Many ? SuspensionPattern.ManyEndpointsOneSource : 0)
            | (inSequence.Contains(s.Endpoint) ? SuspensionPattern.Sequence : 0)
            | (timesOf[s.Endpoint] >= Many ? SuspensionPattern.Repeated : 0)
            | (distributed ? SuspensionPattern.ManyEndpointsManySources : 0))];
    }

    private static HashSet<string> InSequence(IEnumerable<string> endpoints)
    {
        var numbers = new SortedDictionary<UInt128, string>();
        foreach (var endpoint in endpoints)
        {
            if (UInt128.TryParse(endpoint, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) numbers[number] = endpoint;
        }
        var found = new HashSet<string>();
        var run = new List<string>();
        UInt128 last = 0;
        foreach (var (number, endpoint) in numbers)
        {
            if (run.Count > 0 && number != last + 1) run.Clear();
            run.Add(endpoint);
            last = number;
            if (run.Count >= SequenceLength) found.UnionWith(run);
        }
        return found;
    }
}
