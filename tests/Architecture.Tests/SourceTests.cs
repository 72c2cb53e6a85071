using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;

namespace Tandem.Architecture.Tests;

/// <summary>What the house asks of every source file.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 300;

    // A longer file, with the reason why it has no seam.
    private static readonly Dictionary<string, string> Longer = [];

    // They name a drawer to throw things into, not a thing.
    private static readonly string[] NoNouns = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Common", "Core", "Base", "Info", "Data", "Impl"];

    [Fact]
    public void Every_file_is_short_enough_to_be_read() =>
        Assert.Empty(Repository.Sources("src").Where(path => LinesOf(path).Length > LongestFile).Except(Longer.Keys));

    [Fact]
    public void Every_exception_to_the_length_is_still_needed() =>
        Assert.DoesNotContain(Longer.Keys, path => LinesOf(path).Length <= LongestFile);

    [Fact]
    public void Everything_public_has_a_doc_comment() => Assert.Empty(Repository.Sources("src").SelectMany(BareTypes));

    [Theory]
    [InlineData("public sealed class Bare;", 1)]
    [InlineData("/// <summary>Said.</summary>\n[Flags]\npublic enum Said : byte", 0)]
    [InlineData("// Not for readers of the reference.\n    public readonly record struct Bare(int Value);", 1)]
    [InlineData("internal sealed class Hidden;", 0)]
    public void A_missing_doc_comment_is_noticed(string code, int bare) => Assert.Equal(bare, BareTypes(code.Split('\n'), "x.cs").Count());

    [Theory]
    [MemberData(nameof(Project.Names), MemberType = typeof(Project))]
    public void Every_type_is_named_after_a_thing(string name)
    {
        var types = Project.Of(name).Assembly.GetTypes().Where(t => t.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !t.Name.Contains('<'));
        Assert.Empty(types.Where(t => NoNouns.Any(n => Bare(t).EndsWith(n, StringComparison.Ordinal))).Select(t => t.FullName));
        Assert.Empty(types.Where(t => Bare(t).EndsWith("Service", StringComparison.Ordinal) && !t.IsAssignableTo(typeof(IHostedService))).Select(t => t.FullName));
    }

    private static string[] LinesOf(string path) => File.ReadAllLines(Repository.At(path));

    private static IEnumerable<string> BareTypes(string path) => BareTypes(LinesOf(path), path);

    private static IEnumerable<string> BareTypes(string[] lines, string path) =>
        from line in lines.Index()
        where PublicType().IsMatch(line.Item) && !HasDocComment(lines, line.Index)
        select $"{path}:{line.Index + 1} {line.Item.Trim()}";

    private static string Bare(Type type) => type.Name.Split('`')[0];

    // Attributes may stand between the comment and the type.
    private static bool HasDocComment(string[] lines, int at)
    {
        do at--;
        while (at >= 0 && lines[at].TrimStart().StartsWith('['));
        return at >= 0 && lines[at].TrimStart().StartsWith("///", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\s*public\s+((static|sealed|abstract|readonly|ref|partial|unsafe|delegate)\s+)*(class|struct|record|interface|enum)\s")]
    private static partial Regex PublicType();
}
