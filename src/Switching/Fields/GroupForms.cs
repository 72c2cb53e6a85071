using System.Collections.Immutable;
using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Fields;

/// <summary>Names of groups. Whether the groups exist is for the editor to say.</summary>
internal static class GroupForms
{
    private const int MaxGroups = 100;

    /// <summary>The word for one group of a kind.</summary>
    public static string Word(GroupKind kind) => kind == GroupKind.Gateways ? "gateway group" : "number group";

    /// <summary>One group.</summary>
    public static TextForm<string> Name(GroupKind kind) => PlainForms.Text($"the name of a {Word(kind)}; empty = none", name => NameProblem(kind, name));

    /// <summary>A list of groups.</summary>
    public static TextForm<ImmutableArray<string>> Names(GroupKind kind) => new(FieldKind.List, $"names of {Word(kind)}s parted by commas",
        (string text, out ImmutableArray<string> names) => ReadNames(text, kind, out names), names => string.Join(',', names));

    /// <summary>Groups that are allowed or denied.</summary>
    public static TextForm<GroupFilter> Filter(GroupKind kind) => new(FieldKind.Text,
        $"allow or deny and names of {Word(kind)}s parted by commas, such as deny a,b; without the word: allow; empty = any",
        (string text, out GroupFilter filter) => ReadFilter(text, kind, out filter),
        filter => filter.Names.IsEmpty ? "" : $"{Filters.Word(filter.Allow)} {string.Join(',', filter.Names)}");

    private static string? ReadFilter(string text, GroupKind kind, out GroupFilter filter)
    {
        var allow = Filters.TakeWord(ref text);
        var problem = ReadNames(text, kind, out var names);
        filter = new GroupFilter(names, allow);
        return problem ?? (names.IsEmpty ? $"The {Word(kind)}s are missing after the word." : null);
    }

    private static string? ReadNames(string text, GroupKind kind, out ImmutableArray<string> names) => NumberForms.ReadList(text, MaxGroups,
        name => (name, NameProblem(kind, name)), out names);

    private static string? NameProblem(GroupKind kind, string name) =>
        NameRules.Problem(name) is { } problem ? $"'{name}' is no name of a {Word(kind)}: {problem}" : null;
}
