using System.Text;

namespace Tandem.Api.Csv;

/// <summary>
/// Reads the records of a CSV text one at a time (RFC 4180): cells parted by the delimiter, quoted with " when they hold one,
/// a quotation mark or a line end. Line ends are CR LF, LF or CR; blank lines are passed over.
/// </summary>
internal sealed class CsvParser(TextReader text, char delimiter)
{
    /// <summary>The longest cell, in characters.</summary>
    public const int MaxCell = 65_536;

    private const int MaxCells = 256;
    private const int End = -1;
    private const int ByteOrderMark = 0xFEFF;

    private readonly StringBuilder _cell = new();
    private readonly List<string> _cells = [];
    private int _line = 1;

    /// <summary>The line on which the next record, or the one being read, begins; counted from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The next record's cells; null at the end of the text.</summary>
    public string[]? Next()
    {
        if (_line == 1 && text.Peek() == ByteOrderMark) text.Read();
        SkipBlankLines();
        Line = _line;
        if (text.Peek() == End) return null;
        _cells.Clear();
        while (true)
        {
            ReadCell();
            if (_cells.Count == MaxCells) throw new CsvRefusedException(Line, "row", $"The row has more than {MaxCells} cells.");
            _cells.Add(_cell.ToString());
            if (text.Peek() != delimiter) break;
            text.Read();
        }
        ReadLineEnd();
        return [.. _cells];
    }

    private void ReadCell()
    {
        _cell.Clear();
        if (text.Peek() == '"')
        {
            text.Read();
            ReadQuoted();
        }
        while (text.Peek() is not End and not '\r' and not '\n' && text.Peek() != delimiter) Append(text.Read());
    }

    private void ReadQuoted()
    {
        while (true)
        {
            var c = text.Read();
            if (c == End) throw new CsvRefusedException(Line, "row", "A quotation mark is opened here and never closed.");
            if (c == '"')
            {
                if (text.Peek() != '"') return;
                text.Read();
            }
            if (c == '\n' || (c == '\r' && text.Peek() != '\n')) _line++;
            Append(c);
        }
    }

    private void Append(int c)
    {
        if (_cell.Length == MaxCell)
        {
            throw new CsvRefusedException(Line, "row", $"A cell has more than {MaxCell} characters; a quotation mark may be open.");
        }
        _cell.Append((char)c);
    }

    private void SkipBlankLines()
    {
        while (text.Peek() is '\r' or '\n') ReadLineEnd();
    }

    private void ReadLineEnd()
    {
        if (text.Peek() == End) return;
        if (text.Read() == '\r' && text.Peek() == '\n') text.Read();
        _line++;
    }
}

/// <summary>A CSV file that cannot be read to its end.</summary>
internal sealed class CsvRefusedException(int line, string place, string message) : Exception(message)
{
    /// <summary>The line, counted from 1.</summary>
    public int Line => line;

    /// <summary>"header", "file" or "row".</summary>
    public string Place => place;
}
