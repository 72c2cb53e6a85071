using Tandem.Switching.Numbers;

namespace Tandem.Switching.Tests.Numbers;

public sealed class NumberSetTests
{
    [Fact]
    public void Numbers_stand_once_and_in_order()
    {
        NumberSet set = ["3", "1", "20", "1", "2"];

        Assert.Equal(["1", "2", "20", "3"], set);
        Assert.Equal((true, false), (set.Contains("20"), set.Contains("4")));
    }

    [Theory]
    [InlineData("8613", true)]
    [InlineData("861", false)]
    [InlineData("44", true)]
    [InlineData("441", true)]
    [InlineData("4", false)]
    [InlineData("900", true)]
    [InlineData("9001", false)]
    [InlineData("", false)]
    public void An_entry_with_a_star_covers_all_that_begins_so(string number, bool covered) =>
        Assert.Equal(covered, NumberSet.Of(["8613*", "44*", "900"]).Covers(number));

    [Fact]
    public void A_star_alone_covers_every_number() => Assert.True(NumberSet.Of(["*"]).Covers(new string('1', 100)));

    [Fact]
    public void A_change_makes_a_new_set_and_none_the_same()
    {
        NumberSet set = ["1", "3", "5"];

        Assert.Equal(["1", "2", "3", "5", "6"], set.With(["6", "2", "2", "3"]));
        Assert.Equal(["3"], set.Without(["1", "5", "7"]));
        Assert.Equal(["1", "3", "5"], set);
        Assert.Same(set, set.With(["1"]));
        Assert.Same(set, set.Without(["2"]));
        Assert.Same(NumberSet.Empty, set.Without(["1", "3", "5"]));
    }

    [Fact]
    public void A_page_begins_behind_a_number_that_need_not_be_there()
    {
        NumberSet set = ["1", "3", "5"];

        Assert.Equal((0, 1, 1, 3), (set.PlaceAfter(null), set.PlaceAfter("1"), set.PlaceAfter("2"), set.PlaceAfter("5")));
    }

    [Fact]
    public void A_million_numbers_answer_and_change_like_few()
    {
        var set = NumberSet.Of([.. Enumerable.Range(0, 1_000_000).Select(i => $"49{i * 7919L % 1_000_000:D6}")]);

        Assert.Equal((1_000_000, true, false), (set.Count, set.Contains("49123456"), set.Contains("491234567")));
        Assert.Equal(1_000_001, set.With(["49*"]).Count);
        Assert.True(set.With(["49123456*"]).Covers("491234567"));
    }
}
