using System.Text.RegularExpressions;

namespace Tandem.Architecture.Tests;

/// <summary>The documents name files; a file that moves takes the sentence about it along.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", .. Repository.Files("docs", "*.md"), .. Repository.Files("deploy", "*")];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_that_is_named_exists(string document) =>
        Assert.DoesNotContain(PathsIn(Repository.Read(document)), path => !Exists(path));

    [Fact]
    public void Every_path_that_a_source_file_names_exists() =>
        Assert.DoesNotContain(
            Repository.Sources("src").SelectMany(source => PathsIn(Repository.Read(source)), (source, path) => (source, path)),
            named => !Exists(named.path));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(document)!;
        var targets = Link().Matches(Repository.Read(document)).Select(m => m.Groups[1].Value).Where(t => !t.Contains("://") && !t.StartsWith('#'));
        Assert.DoesNotContain(targets, t => !Exists(Path.Combine(folder, t.Split('#')[0])));
    }

    [Fact]
    public void The_tour_of_one_REGISTER_names_the_files_it_walks()
    {
        var tour = Repository.Read("ARCHITECTURE.md").Split("## One REGISTER", 2)[1].Split("\n## ")[0];
        Assert.True(PathsIn(tour).Distinct().Count(path => path.EndsWith(".cs", StringComparison.Ordinal)) >= 10);
    }

    [Theory]
    [InlineData("see `src/Sip/Gone.cs`.", "src/Sip/Gone.cs")]
    [InlineData("(docs/no-such-page.md)", "docs/no-such-page.md")]
    [InlineData("runs ./nothing.sh now", "nothing.sh")]
    public void A_dead_path_is_noticed(string text, string path) =>
        Assert.Equal([path], PathsIn(text).Where(p => !Exists(p)));

    private static IEnumerable<string> PathsIn(string text) => NamedPath().Matches(text).Select(m => m.Groups[1].Value.TrimEnd('.', '/', '-'));

    private static bool Exists(string path) => File.Exists(Repository.At(path)) || Directory.Exists(Repository.At(path));

    // A path from the root: one of the repository's folders and what follows, or one of its scripts, called as ./name. Not the middle
    // of a longer path or of an address on the web.
    [GeneratedRegex(@"(?<![\w/.~-])(?:\./)?((?:(?:src|tests|docs|deploy|bench|build|\.ci)/[\w./-]*\w)|(?<=\./)(?:tandem\b|\w[\w-]*\.sh))")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
