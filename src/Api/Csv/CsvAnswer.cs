using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Tandem.Api.Csv;

/// <summary>Answers with a CSV file (RFC 4180), written row by row while it is sent.</summary>
/// <param name="fileName">The name under which a browser keeps it.</param>
/// <param name="columns">The header.</param>
/// <param name="rows">The rows, each with a cell for each column.</param>
internal sealed class CsvAnswer(string fileName, IReadOnlyList<string> columns, IEnumerable<string[]> rows) : IResult
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/csv";

    private const int FlushAt = 65_536;

    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",;\"\r\n");

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = $"{ContentType}; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        var text = new StringBuilder(FlushAt + 4096);
        Append(text, columns);
        foreach (var row in rows)
        {
            Append(text, row);
            if (text.Length >= FlushAt) await Flush(text, httpContext);
        }
        await Flush(text, httpContext);
    }

    private static async Task Flush(StringBuilder text, HttpContext context)
    {
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
        text.Clear();
    }

    private static void Append(StringBuilder text, IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0) text.Append(',');
            if (NeedsQuotes(cells[i])) text.Append('"').Append(cells[i].Replace("\"", "\"\"")).Append('"');
            else text.Append(cells[i]);
        }
        text.Append("\r\n");
    }

    // Blanks at the ends are quoted too, so that no reader takes them for padding.
    private static bool NeedsQuotes(string cell) =>
        cell.AsSpan().ContainsAny(NeedQuotes) || (cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])));
}
