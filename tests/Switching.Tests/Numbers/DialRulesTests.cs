using Tandem.Switching.Numbers;

namespace Tandem.Switching.Tests.Numbers;

public class DialRulesTests
{
    private readonly Random _chance = new(1);

    [Theory]
    // A target takes the place of what the number begins with.
    [InlineData("0:0049", "030123", "004930123")]
    [InlineData("0:", "030123", "30123")]
    [InlineData(":9", "030123", "9030123")]
    [InlineData("1:2", "030123", "030123")]
    // The longest original wins, wherever it stands.
    [InlineData("0:0049,00:+", "00331234", "+331234")]
    [InlineData("00:+,0:0049", "00331234", "+331234")]
    [InlineData("0:A,00:B,000:C", "0001", "C1")]
    // ? is any one character, and a letter more than it.
    [InlineData("1?3:9", "1234", "94")]
    [InlineData("1?3:9,123:8", "1234", "84")]
    [InlineData("1??:9,12:8", "1234", "94")]
    [InlineData("1?:9", "1", "1")]
    // A * at the end takes the rest, and gives it back at the end of a target.
    [InlineData("*:4930999", "12345", "4930999")]
    [InlineData("0*:0049*", "030123", "004930123")]
    [InlineData("0*:112", "030123", "112")]
    [InlineData("*72:88", "*7212", "8812")]
    [InlineData("0:*9", "01", "*91")]
    // $ copies the character at its place in the number.
    [InlineData("123:$$$9", "12345", "123945")]
    [InlineData("1234*:9$$", "1234", "923")]
    [InlineData("1*:$$$$$$", "12", "12")]
    // Lengths.
    [InlineData("0/E6:X", "030123", "X30123")]
    [InlineData("0/E6:X", "0301234", "0301234")]
    [InlineData("0/L6:X", "03012", "X3012")]
    [InlineData("0/L6:X", "030123", "030123")]
    [InlineData("0/G6:X", "030123", "030123")]
    [InlineData("0/G6:X", "0301234", "X301234")]
    [InlineData("0/F6:X", "030123", "030123")]
    [InlineData("0/F6:X", "03012", "X3012")]
    [InlineData("0/E3:X,0:Y", "030", "X30")]
    [InlineData("0:Y,0/E3:X", "030", "X30")]
    [InlineData("00/E9:X,0:Y", "0012", "Y012")]
    public void A_number_is_rewritten(string text, string number, string rewritten)
    {
        Assert.True(DialRules.TryParse(text, out var rules, out var error), error);
        Assert.Equal(rewritten, rules.Apply(number, _chance));
    }

    [Fact]
    public void A_question_mark_in_a_target_is_a_random_digit()
    {
        Assert.True(DialRules.TryParse("0:4930???", out var rules, out _));
        var seen = Enumerable.Range(0, 200).Select(_ => rules.Apply("0", _chance)).ToHashSet();
        Assert.All(seen, number => Assert.Matches("^4930[0-9]{3}$", number));
        Assert.True(seen.Count > 100);
    }

    [Theory]
    [InlineData("0:1|2|3")]
    [InlineData("0:1,0:2,0:3")]
    public void Of_several_targets_a_random_one_is_taken(string text)
    {
        Assert.True(DialRules.TryParse(text, out var rules, out _));
        var seen = Enumerable.Range(0, 200).Select(_ => rules.Apply("0", _chance)).ToHashSet();
        Assert.Equal(["1", "2", "3"], seen.Order());
    }

    [Fact]
    public void Ten_thousand_rules_find_their_number()
    {
        var text = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"{i:d5}:x{i}-"));
        Assert.True(DialRules.TryParse(text, out var rules, out var error), error);
        Assert.Equal("x9876-99", rules.Apply("0987699", _chance));
    }

    [Theory]
    [InlineData("0", "'0' has no colon")]
    [InlineData("0:1,abc", "'abc' has no colon")]
    [InlineData("0/X3:1", "/X3")]
    [InlineData("0/E:1", "/E")]
    [InlineData("0/E65:1", "/E65")]
    [InlineData("0 0:1", "'0 0'")]
    [InlineData("0:1 2", "'1 2'")]
    [InlineData("0:1@evil", "'1@evil'")]
    public void A_wrong_rule_is_named(string text, string named)
    {
        Assert.False(DialRules.TryParse(text, out var rules, out var error));
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Same(DialRules.None, rules);
    }

    [Fact]
    public void Rules_of_the_same_text_are_the_same()
    {
        Assert.True(DialRules.TryParse("0:1, 2:3", out var one, out _));
        Assert.True(DialRules.TryParse("0:1, 2:3", out var other, out _));
        Assert.Equal(one, other);
        Assert.Equal("0:1, 2:3", one.Text);
        Assert.True(DialRules.TryParse(" ", out var none, out _));
        Assert.Same(DialRules.None, none);
    }

    [Fact]
    public void A_number_of_monstrous_length_stays_as_it_is()
    {
        Assert.True(DialRules.TryParse("0:1", out var rules, out _));
        var number = "0" + new string('1', 100_000);
        Assert.Same(number, rules.Apply(number, _chance));
    }
}
