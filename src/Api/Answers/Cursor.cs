using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Tandem.Api.Answers;

/// <summary>A place in a list, as the caller carries it from page to page without looking inside.</summary>
/// <param name="Number">The number part of the place; 0 when the list has none.</param>
/// <param name="Name">The name part of the place.</param>
public readonly record struct Cursor(long Number, string Name)
{
    private const int MaxLength = 600;

    /// <summary>Reads a cursor; only what <see cref="ToString"/> wrote is one.</summary>
    public static bool TryParse(string text, out Cursor cursor)
    {
        cursor = default;
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text)) return false;
        var inside = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        var bar = inside.IndexOf('|');
        if (bar < 0 || !long.TryParse(inside.AsSpan(0, bar), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }
        cursor = new Cursor(number, inside[(bar + 1)..]);
        return cursor.ToString() == text;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Number}|{Name}")));
}
