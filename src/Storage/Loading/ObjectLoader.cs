using Microsoft.Data.Sqlite;
using Tandem.Storage.Configuration;
using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Storage.Loading;

/// <summary>Fills the directory with the objects that are their fields.</summary>
/// <param name="directory">Where they go.</param>
/// <param name="complain">Told of what means nothing to this program; it is left out.</param>
internal sealed class ObjectLoader(Directory directory, Action<string> complain)
{
    /// <summary>Reads all of them. Returns how many.</summary>
    public int Load(SqliteConnection connection)
    {
        var byKind = ObjectRows.All(connection).GroupBy(stored => stored.Kind).ToDictionary(kind => kind.Key, kind => kind.ToList());
        var count = Take(byKind, ObjectKinds.GatewayGroups) + Take(byKind, ObjectKinds.RoutingGateways) + Take(byKind, ObjectKinds.NumberTransforms)
            + Take(byKind, ObjectKinds.NumberGroups, WithNumbers(ObjectRows.AllNumbers(connection)));
        foreach (var unknown in byKind.Keys) complain($"'{unknown}' is a kind of object that is unknown to this version.");
        return count;
    }

    private int Take<T>(Dictionary<string, List<StoredObject>> byKind, ObjectKind<T> kind, Func<T, T>? completed = null) where T : class
    {
        if (!byKind.Remove(kind.Slug, out var stored)) return 0;
        var restored = stored.Select(one => kind.Restore(one, complain));
        kind.TableOf(directory).SetAll(completed is null ? restored : restored.Select(completed));
        return stored.Count;
    }

    private static Func<NumberGroup, NumberGroup> WithNumbers(Dictionary<string, List<string>> numbers) => group =>
        numbers.TryGetValue(group.Name, out var own) ? group with { Numbers = NumberSet.Of([.. own]) } : group;
}
