using Tandem.Server.Commands;

namespace Tandem.Server.Tests.Commands;

public sealed class ParameterReferenceTests
{
    [Fact]
    public void The_parameter_reference_is_what_the_catalogue_says()
    {
        var page = ParameterReference.Write();
        var path = Path.Combine(RepositoryRoot(), "docs", "parameters.md");
        if (Environment.GetEnvironmentVariable("TANDEM_UPDATE_DOCS") == "1") File.WriteAllText(path, page);

        Assert.True(page == File.ReadAllText(path), "docs/parameters.md is stale: run this test with TANDEM_UPDATE_DOCS=1.");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tandem.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
