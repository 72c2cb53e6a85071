using System.Reflection;
using Tandem.Switching.Parameters;

namespace Tandem.Architecture.Tests;

/// <summary>A parameter that does nothing is a lie to the operator who sets it.</summary>
public sealed class ParameterCatalogueTests
{
    // The classes that declare parameters, in the order in which the catalogue lists them.
    private static readonly Type[] Classes = [typeof(ParameterCatalogue), typeof(CallParameters), typeof(RoutingParameters), typeof(IdentityParameters), typeof(RecordParameters), typeof(GatewayParameters), typeof(TraceParameters)];

    private static readonly string[] Declarations = [.. Classes.Select(c => $"src/Switching/Parameters/{c.Name}.cs"), "src/Switching/Parameters/ParameterPairs.cs"];

    private static readonly string Code = string.Join('\n', Repository.Sources("src").Except(Declarations).Select(Repository.Read));

    public static TheoryData<string> Fields => [.. Declared().Select(f => $"{f.DeclaringType!.Name}.{f.Name}")];

    [Fact]
    public void No_two_parameters_share_a_name_or_an_alias()
    {
        var names = ParameterCatalogue.All.SelectMany(p => p.Aliases.Append(p.Name));
        Assert.Empty(names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void Every_declared_parameter_is_in_the_list_of_all() =>
        Assert.Equal(Declared().Select(f => f.GetValue(null)), ParameterCatalogue.All);

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_parameter_is_read_by_the_code_that_it_drives(string field) =>
        Assert.Matches($@"\b{field.Replace(".", @"\.")}\b", Code);

    private static IEnumerable<FieldInfo> Declared() =>
        Classes.SelectMany(c => c.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(f => f.FieldType.IsAssignableTo(typeof(ParameterDefinition)));
}
