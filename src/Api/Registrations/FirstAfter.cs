using Tandem.Switching.Registration;

namespace Tandem.Api.Registrations;

/// <summary>
/// The first registrations behind a place in the order of number and age, found in one pass over all of them with room for
/// one page only: the table itself has no order.
/// </summary>
internal static class FirstAfter
{
    /// <summary>At most <paramref name="limit"/> registrations, in order.</summary>
    public static IReadOnlyList<BindingRecord> Take(IEnumerable<BindingRecord> bindings, (string Number, long Id)? after, int limit)
    {
        var greatestFirst = Comparer<(string Number, long Id)>.Create((a, b) => Compare(b, a));
        var page = new PriorityQueue<BindingRecord, (string, long)>(limit + 1, greatestFirst);
        foreach (var binding in bindings)
        {
            var place = (binding.Endpoint, binding.Id);
            if (after is { } start && Compare(place, start) <= 0) continue;
            if (page.Count < limit) page.Enqueue(binding, place);
            else page.EnqueueDequeue(binding, place);
        }
        var ordered = new BindingRecord[page.Count];
        for (var i = ordered.Length - 1; i >= 0; i--) ordered[i] = page.Dequeue();
        return ordered;
    }

    private static int Compare((string Number, long Id) a, (string Number, long Id) b) =>
        string.CompareOrdinal(a.Number, b.Number) is var byNumber and not 0 ? byNumber : a.Id.CompareTo(b.Id);
}
