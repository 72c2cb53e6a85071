using System.Globalization;
using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Tandem.Server.Commands;

/// <summary>One column of a table.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Width">The width, in characters, that it has beside the others on 100; longer text is cut with an ellipsis where the terminal has no room.</param>
/// <param name="Text">The cell of an item.</param>
/// <param name="IsWhole">True for what is of no use when it is cut, such as a number to be copied.</param>
internal readonly record struct Column(string Title, int Width, Func<JsonElement, string> Text, bool IsWhole = false);

/// <summary>
/// Writes for people: tables as wide as the terminal, 100 characters without one, and lists of fields. What peers or operators have written is shown as
/// plain text, without control characters, so that it can neither colour nor move nor forge anything on the terminal.
/// </summary>
internal static class Screen
{
    private const int WidthWithoutTerminal = 100;

    private static readonly IAnsiConsole Terminal = Make();

    /// <summary>Writes one line.</summary>
    public static void Line(string text) => Console.Out.WriteLine(Clean(text));

    /// <summary>Writes a table; its columns' widths and the two blanks between them fit 100 characters.</summary>
    public static void Table(IEnumerable<JsonElement> items, params Column[] columns)
    {
        string[][] rows = [.. items.Select(item => columns.Select(column => Clean(column.Text(item))).ToArray())];
        int[] natural = [.. columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Title.Length).Max())];
        var widths = TableFit.Widths(columns, natural, Terminal.Profile.Width);
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in columns)
        {
            var title = new Text(column.Title, new Style(decoration: Decoration.Bold));
            table.AddColumn(new TableColumn(title) { NoWrap = true, Padding = new Padding(0, 0, table.Columns.Count + 1 < columns.Length ? TableFit.Gap : 0, 0) });
        }
        foreach (var row in rows) table.AddRow(row.Select((text, i) => new Text(Cut(text, widths[i]))));
        Terminal.Write(table);
    }

    /// <summary>Writes the fields of one object, those without a value left out.</summary>
    public static void Fields(params (string Title, string? Text)[] fields)
    {
        var given = fields.Where(field => !string.IsNullOrEmpty(field.Text)).ToList();
        var width = given.Count == 0 ? 0 : given.Max(field => field.Title.Length);
        foreach (var (title, text) in given) Line($"{title.PadRight(width)}  {text}");
    }

    /// <summary>Runs something that takes long under a progress bar on a terminal, and silently elsewhere.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="work">Does it; tells how much of how much is done.</param>
    public static async Task<T> WithProgress<T>(string title, Func<Action<string, double, double>, Task<T>> work)
    {
        if (Console.IsErrorRedirected) return await work((_, _, _) => { });
        var errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await errors.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var task = progress.AddTask(Markup.Escape(title));
            return await work((step, done, total) =>
            {
                task.Description = Markup.Escape(step);
                task.IsIndeterminate = total <= 0;
                task.MaxValue = Math.Max(1, total);
                task.Value = done;
            });
        });
    }

    /// <summary>The text of a field; "" when it is null or absent.</summary>
    public static string Text(JsonElement item, string field) => !item.TryGetProperty(field, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(v => v.ToString())),
        _ => value.ToString(),
    };

    /// <summary>A time as the machine's clock on the wall shows it; "" when there is none.</summary>
    public static string Time(JsonElement item, string field) =>
        TimeOf(item, field) is { } time ? time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

    /// <summary>A time as a distance from now: "3 h ago", "in 58 min"; "" when there is none.</summary>
    public static string Ago(JsonElement item, string field)
    {
        if (TimeOf(item, field) is not { } time) return "";
        var distance = time - DateTimeOffset.UtcNow;
        return distance > TimeSpan.Zero ? $"in {Length(distance)}" : $"{Length(-distance)} ago";
    }

    /// <summary>A length of time in its greatest unit.</summary>
    public static string Length(TimeSpan length) =>
        length.TotalDays >= 2 ? $"{(int)length.TotalDays} d"
        : length.TotalHours >= 2 ? $"{(int)length.TotalHours} h"
        : length.TotalMinutes >= 2 ? $"{(int)length.TotalMinutes} min"
        : $"{(int)length.TotalSeconds} s";

    /// <summary>The text without control and formatting characters.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(IsHarmful)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text) clean.Append(c is '\n' or '\t' or '\r' ? ' ' : IsHarmful(c) ? '\uFFFD' : c);
        return clean.ToString();
    }

    private static bool IsHarmful(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Cut(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, width - 1), "…");

    private static DateTimeOffset? TimeOf(JsonElement item, string field) =>
        item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetDateTimeOffset() : null;

    private static IAnsiConsole Make()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Out),
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (Console.IsOutputRedirected) console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
