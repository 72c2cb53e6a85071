using Tandem.Switching.Numbers;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Routing;

/// <summary>
/// Numbers held against lists: prefixes and number groups. White beats black: a number that an allowing group names is not
/// stopped by a list of denied prefixes.
/// </summary>
internal static class NumberChecks
{
    /// <summary>True when the prefix list lets the number pass, or the group filter names it as allowed.</summary>
    public static bool Admits(PrefixList prefixes, GroupFilter groups, string number, Directory directory) =>
        prefixes.Admits(number) || (!prefixes.Allow && groups.Allow && GroupOf(groups, number, directory) is not null);

    /// <summary>True when the group filter lets the number pass; the rule is the group that decided, or those it is in none of.</summary>
    public static bool Admits(GroupFilter groups, string number, Directory directory, out string rule)
    {
        rule = "";
        if (groups.Names.IsEmpty) return true;
        var group = GroupOf(groups, number, directory);
        if (group is not null == groups.Allow) return true;
        rule = group ?? string.Join(',', groups.Names);
        return false;
    }

    private static string? GroupOf(GroupFilter groups, string number, Directory directory)
    {
        foreach (var name in groups.Names)
        {
            if (directory.NumberGroups.Find(name) is { } group && group.Numbers.Covers(number)) return name;
        }
        return null;
    }
}
