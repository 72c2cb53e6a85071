namespace Tandem.Testing;

/// <summary>The files of tests/data, which the build puts beside every test program.</summary>
public static class TestFiles
{
    /// <summary>The files of a folder in the order of their names; none when there is no such folder.</summary>
    /// <param name="folder">The folder's name within tests/data.</param>
    /// <param name="pattern">Which files, for example *.sip.</param>
    public static IReadOnlyList<string> In(string folder, string pattern)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", folder);
        return Directory.Exists(path) ? [.. Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal)] : [];
    }
}
