using Tandem.Server.Commands;

namespace Tandem.Server.Tests.Commands;

public sealed class ScreenTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("\u001b[31mred\u001b[0m", "\uFFFD[31mred\uFFFD[0m")]
    [InlineData("two\r\nlines\tand\a", "two  lines and\uFFFD")]
    [InlineData("\u202Eevil", "\uFFFDevil")]
    [InlineData("Grüße 你好", "Grüße 你好")]
    public void Control_and_formatting_characters_never_reach_the_terminal(string text, string shown) =>
        Assert.Equal(shown, Screen.Clean(text));

    [Theory]
    [InlineData(200, new[] { 36, 19, 30, 30 })]
    [InlineData(121, new[] { 36, 19, 30, 30 })]
    [InlineData(120, new[] { 36, 19, 29, 30 })]
    [InlineData(100, new[] { 36, 19, 19, 20 })]
    [InlineData(99, new[] { 36, 19, 18, 20 })]
    [InlineData(80, new[] { 36, 19, 9, 10 })]
    [InlineData(79, new[] { 36, 19, 9, 9 })]
    [InlineData(71, new[] { 36, 19, 5, 5 })]
    [InlineData(60, new[] { 36, 19, 3, 3 })]
    public void A_table_takes_what_the_terminal_has_and_never_cuts_what_must_be_whole(int terminal, int[] widths)
    {
        Column[] columns = [new("ID", 36, _ => "", IsWhole: true), new("BEGAN", 19, _ => "", IsWhole: true), new("TO1", 9, _ => ""), new("TO2", 10, _ => "")];
        Assert.Equal(widths, TableFit.Widths(columns, [36, 19, 30, 30], terminal));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(119, "119 s")]
    [InlineData(120, "2 min")]
    [InlineData(7_200, "2 h")]
    [InlineData(172_800, "2 d")]
    public void A_length_of_time_is_told_in_its_greatest_unit(int seconds, string told) =>
        Assert.Equal(told, Screen.Length(TimeSpan.FromSeconds(seconds)));
}
