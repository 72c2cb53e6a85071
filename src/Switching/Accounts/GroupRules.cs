using Tandem.Switching.Fields;

namespace Tandem.Switching.Accounts;

/// <summary>What names a group must name one that exists, and a group that is named stays.</summary>
internal static class GroupRules
{
    /// <summary>The groups that an object names and that do not exist.</summary>
    public static IEnumerable<Problem> Problems<T>(FieldCatalogue<T> catalogue, T of, Directory directory) where T : class
    {
        foreach (var field in catalogue)
        {
            if (field.Names is not { } kind) continue;
            foreach (var name in field.GroupsOf(of).Where(name => !Exists(directory, kind, name)))
            {
                yield return new Problem(field.ApiName, $"There is no {GroupForms.Word(kind)} '{name}'; add it first.");
            }
        }
    }

    /// <summary>A sentence that says who names the group; null when nobody does.</summary>
    public static string? Use(Directory directory, GroupKind kind, string name)
    {
        var use = directory.RoutingGateways.All.Values.Select(g => Use(RoutingGatewayFields.Catalogue, g, kind, name, "routing gateway", g.Name))
            .Concat(directory.MappingGateways.All.Values.Select(g => Use(MappingCallFields.Catalogue, g.Calls, kind, name, "mapping gateway", g.Name)))
            .Concat(directory.Endpoints.All().OfType<Phone>().Where(IsSet).Select(p => Use(PhoneCallFields.Catalogue, p.Calls, kind, name, "phone", p.Name)))
            .FirstOrDefault(sentence => sentence is not null);
        return use is null ? null : $"The {GroupForms.Word(kind)} '{name}' is in use: {use}";
    }

    private static string? Use<T>(FieldCatalogue<T> catalogue, T of, GroupKind kind, string name, string word, string user) where T : class =>
        catalogue.FirstOrDefault(field => field.Names == kind && field.GroupsOf(of).Contains(name)) is { } field
            ? $"the {word} '{user}' names it in {field.Name}; take it out there first."
            : null;

    // Most phones share the default, and there may be a million of them.
    private static bool IsSet(Phone phone) => !ReferenceEquals(phone.Calls, PhoneCalls.Default);

    private static bool Exists(Directory directory, GroupKind kind, string name) => kind == GroupKind.Gateways
        ? directory.GatewayGroups.Find(name) is not null
        : directory.NumberGroups.Find(name) is not null;
}
