namespace Tandem.Architecture.Tests;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Tandem.slnx.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>The hand-written C# files below a folder, as paths relative to the root with forward slashes.</summary>
    public static IReadOnlyList<string> Sources(string folder) =>
        [.. Files(folder, "*.cs").Where(p => !p.Contains("/obj/") && !p.Contains("/bin/"))];

    /// <summary>The files below a folder, as paths relative to the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(Root, p).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The full path of one that is relative to the root.</summary>
    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>The text of a file whose path is relative to the root.</summary>
    public static string Read(string path) => File.ReadAllText(At(path));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tandem.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }
        return folder;
    }
}
