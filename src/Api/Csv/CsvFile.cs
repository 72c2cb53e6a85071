using System.Text;

namespace Tandem.Api.Csv;

/// <summary>
/// Reads a CSV file with a header line, in UTF-8 with or without a byte order mark; commas, or semicolons when the header
/// line has no comma. Rows come one at a time, so a file of any length needs little memory.
/// </summary>
internal static class CsvFile
{
    private const int BufferSize = 65_536;

    /// <summary>The rows. What cannot be read at all is thrown as <see cref="CsvRefusedException"/>.</summary>
    /// <param name="file">The file; read from the start, so that it must be seekable.</param>
    /// <param name="columns">The columns that are known.</param>
    /// <param name="keys">The names of the one that must be there.</param>
    public static IEnumerable<CsvRow> Read(Stream file, IReadOnlyList<string> columns, params IReadOnlyList<string> keys)
    {
        var delimiter = DelimiterOf(file);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var text = new StreamReader(file, utf8, detectEncodingFromByteOrderMarks: false, BufferSize, leaveOpen: true);
        var parser = new CsvParser(text, delimiter);
        var first = Next(parser) ?? throw new CsvRefusedException(1, "header", "The file is empty; its first line must name the columns.");
        var header = Header(first, columns, keys);
        while (Next(parser) is { } cells)
        {
            var row = new CsvRow(parser.Line, header, cells);
            if (cells.Length != header.Count) row.Refuse("row", $"The row has {cells.Length} cells and the header {header.Count}.");
            yield return row;
        }
    }

    private static string[]? Next(CsvParser parser)
    {
        try
        {
            return parser.Next();
        }
        catch (DecoderFallbackException)
        {
            throw new CsvRefusedException(parser.Line, "file", "The file is not UTF-8 text, here or a little further down.");
        }
    }

    private static Dictionary<string, int> Header(string[] cells, IReadOnlyList<string> columns, IReadOnlyList<string> keys)
    {
        var header = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Length; i++)
        {
            var name = cells[i].Trim().ToLowerInvariant();
            if (!columns.Contains(name))
            {
                throw new CsvRefusedException(1, "header", $"There is no column '{name}'; the columns are {string.Join(", ", columns)}.");
            }
            if (!header.TryAdd(name, i)) throw new CsvRefusedException(1, "header", $"The column '{name}' stands twice in the header.");
        }
        if (keys.Count(header.ContainsKey) == 1) return header;
        throw new CsvRefusedException(1, "header", $"The header needs one column named {string.Join(" or ", keys)}.");
    }

    private static char DelimiterOf(Stream file)
    {
        Span<byte> start = stackalloc byte[1024];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        var line = start[..length];
        if (line.IndexOf((byte)'\n') is var end and >= 0) line = line[..end];
        return line.Contains((byte)';') && !line.Contains((byte)',') ? ';' : ',';
    }
}
