using Tandem.Switching.Numbers;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Routing;

/// <summary>The line limit of a gateway group for one caller.</summary>
internal static class GroupLines
{
    /// <summary>
    /// How many lines of the group may be in use when the caller takes one more: all, or those that are not kept for callers
    /// who are allowed the group by name. Null = no limit.
    /// </summary>
    public static int? LimitFor(string group, GroupFilter allowed, Directory directory)
    {
        if (directory.GatewayGroups.Find(group) is not { Lines: { } lines } found) return null;
        var named = allowed.Allow && allowed.Names.Contains(group);
        return named ? lines : Math.Max(0, lines - found.ReservedLines);
    }
}
