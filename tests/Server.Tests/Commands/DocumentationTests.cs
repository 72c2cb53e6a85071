using System.CommandLine;
using Tandem.Server.Commands;
using Tandem.Server.Tests.Api;

namespace Tandem.Server.Tests.Commands;

public sealed class DocumentationTests
{
    [Fact]
    public void The_parameter_reference_is_what_the_catalogue_says() => AssertFresh("parameters.md", ParameterReference.Write());

    [Fact]
    public void The_field_reference_is_what_the_catalogues_say() => AssertFresh("fields.md", FieldReference.Write());

    [Fact]
    public void Every_command_is_in_the_guide()
    {
        var guide = File.ReadAllText(Page("cli.md"));

        Assert.All(Leaves(CommandTree.Make(), ""), command => Assert.Contains($"`{command}", guide));
    }

    [Fact]
    public async Task Every_path_of_the_api_is_in_the_guide()
    {
        var guide = File.ReadAllText(Page("api.md"));
        await using var api = await TestApi.Start();

        var paths = (await api.Get("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject().Select(path => path.Name);

        Assert.All(paths, path => Assert.Contains($"`{path}`", guide));
    }

    private static void AssertFresh(string name, string page)
    {
        if (Environment.GetEnvironmentVariable("TANDEM_UPDATE_DOCS") == "1") File.WriteAllText(Page(name), page);
        Assert.True(page == File.ReadAllText(Page(name)), $"docs/{name} is stale: run this test with TANDEM_UPDATE_DOCS=1.");
    }

    private static IEnumerable<string> Leaves(Command command, string above)
    {
        var path = command is RootCommand ? "tandem" : $"{above} {command.Name}";
        var visible = command.Subcommands.Where(sub => !sub.Hidden).ToList();
        return visible.Count == 0 ? [path] : visible.SelectMany(sub => Leaves(sub, path));
    }

    private static string Page(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tandem.slnx"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository."), "docs", name);
    }
}
