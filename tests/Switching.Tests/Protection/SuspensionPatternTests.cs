using Tandem.Switching.Protection;

namespace Tandem.Switching.Tests.Protection;

public class SuspensionPatternTests
{
    [Fact]
    public void One_phone_with_a_wrong_password_is_no_pattern() =>
        Assert.Equal([SuspensionPattern.None], SuspensionPatterns.Mark([Of("1000", "203.0.113.1")]));

    [Fact]
    public void Numbers_in_a_row_are_a_sequence_and_others_are_not()
    {
        var marks = SuspensionPatterns.Mark([Of("1000", "a"), Of("1001", "a"), Of("1002", "b"), Of("2000", "b")]);
        Assert.Equal([true, true, true, false], marks.Select(m => m.HasFlag(SuspensionPattern.Sequence)));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Many_endpoints_from_one_source_are_marked(int count, bool marked)
    {
        var marks = SuspensionPatterns.Mark([.. Enumerable.Range(0, count).Select(i => Of($"{i * 100}", "203.0.113.1"))]);
        Assert.All(marks, m => Assert.Equal(marked, m.HasFlag(SuspensionPattern.ManyEndpointsOneSource)));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void One_endpoint_again_and_again_is_marked(int count, bool marked)
    {
        var marks = SuspensionPatterns.Mark([.. Enumerable.Range(0, count).Select(_ => Of("1000", "203.0.113.1"))]);
        Assert.All(marks, m => Assert.Equal(marked, m.HasFlag(SuspensionPattern.Repeated)));
    }

    [Fact]
    public void Many_endpoints_from_many_sources_are_marked_as_one_attack()
    {
        var marks = SuspensionPatterns.Mark([.. Enumerable.Range(0, 5).Select(i => Of($"{i * 100}", $"203.0.113.{i}"))]);
        Assert.All(marks, m => Assert.True(m.HasFlag(SuspensionPattern.ManyEndpointsManySources)));
    }

    private static Suspension Of(string endpoint, string source) => new()
    {
        Endpoint = endpoint, Source = source, Everyone = false, UserAgent = "", Failures = 6, At = 0, Until = 1,
    };
}
