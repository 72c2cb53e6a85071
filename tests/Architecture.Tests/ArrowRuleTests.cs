namespace Tandem.Architecture.Tests;

/// <summary>Arrows point inward, in the project files and in what was compiled from them.</summary>
public sealed class ArrowRuleTests
{
    [Fact]
    public void Every_folder_below_src_is_a_project_that_the_arrow_rule_knows()
    {
        var folders = Directory.GetDirectories(Repository.At("src")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(Project.All.Select(p => p.Name).Order(StringComparer.Ordinal), folders!);
    }

    [Theory]
    [MemberData(nameof(Project.Names), MemberType = typeof(Project))]
    public void A_project_file_references_inner_projects_only(string name)
    {
        var project = Project.Of(name);
        var referenced = project.Included("ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p).Replace("Tandem.", ""));
        Assert.Empty(referenced.Except(project.MayReference));
    }

    [Theory]
    [MemberData(nameof(Project.Names), MemberType = typeof(Project))]
    public void An_assembly_uses_inner_assemblies_only(string name)
    {
        var project = Project.Of(name);
        var allowed = project.MayReference.Select(inner => Project.Of(inner).AssemblyName);
        var used = project.Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(a => Project.All.Any(p => p.AssemblyName == a));
        Assert.Empty(used.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Project.PureNames), MemberType = typeof(Project))]
    public void A_pure_project_has_the_analyzer_and_nothing_from_outside(string name)
    {
        var project = Project.Of(name);
        Assert.Equal("true", project.File.Descendants("TandemPure").Single().Value);
        Assert.Empty(project.Included("PackageReference"));
        Assert.Empty(project.Included("FrameworkReference"));
    }
}
