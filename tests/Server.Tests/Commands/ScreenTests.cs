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
    [InlineData(0, "0 s")]
    [InlineData(119, "119 s")]
    [InlineData(120, "2 min")]
    [InlineData(7_200, "2 h")]
    [InlineData(172_800, "2 d")]
    public void A_length_of_time_is_told_in_its_greatest_unit(int seconds, string told) =>
        Assert.Equal(told, Screen.Length(TimeSpan.FromSeconds(seconds)));
}
