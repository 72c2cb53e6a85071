using System.Reflection;
using System.Runtime.CompilerServices;

namespace Tandem.Architecture.Tests;

/// <summary>
/// Finds the types of src/BannedSymbols.txt in the signatures, fields and local variables of compiled code, where the
/// analyzer, which looks at what the source calls, may miss them.
/// </summary>
internal static class BannedTypes
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly string[] Namespaces = Symbols("N:");
    private static readonly HashSet<string> Types = [.. Symbols("T:")];

    /// <summary>Each use of a banned type by a type or its members: "Type.Member: banned type".</summary>
    public static IEnumerable<string> UsesIn(Type type) =>
        from use in Uses(type).Distinct()
        from named in Parts(use.Type)
        where IsBanned(named)
        select $"{type.FullName}.{use.Member}: {named.FullName}";

    private static IEnumerable<(string Member, Type Type)> Uses(Type type)
    {
        if (type.BaseType is { } parent) yield return ("(base)", parent);
        foreach (var face in type.GetInterfaces()) yield return ("(interface)", face);
        foreach (var field in type.GetFields(Everything)) yield return (field.Name, field.FieldType);
        foreach (var property in type.GetProperties(Everything)) yield return (property.Name, property.PropertyType);
        foreach (var raised in type.GetEvents(Everything)) yield return (raised.Name, raised.EventHandlerType!);
        foreach (var method in type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything)))
        {
            foreach (var used in UsesIn(method)) yield return (method.Name, used);
        }
    }

    private static IEnumerable<Type> UsesIn(MethodBase method)
    {
        if (method is MethodInfo { ReturnType: var returned }) yield return returned;
        foreach (var parameter in method.GetParameters()) yield return parameter.ParameterType;
        foreach (var local in method.GetMethodBody()?.LocalVariables ?? []) yield return local.LocalType;
        // An async method has its waiting in a state machine, whatever it returns.
        if (method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null) yield return typeof(Task);
    }

    // A type with what it is made of: the elements of an array or pointer, the arguments of a generic type.
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static bool IsBanned(Type type) =>
        !type.IsGenericParameter
        && (Types.Contains(type.FullName ?? "") || Namespaces.Any(n => type.Namespace == n || type.Namespace?.StartsWith(n + ".", StringComparison.Ordinal) == true));

    private static string[] Symbols(string kind) =>
        [.. Repository.Read("src/BannedSymbols.txt").Split('\n')
            .Where(line => line.StartsWith(kind, StringComparison.Ordinal))
            .Select(line => line[kind.Length..].Split(';')[0])];
}
