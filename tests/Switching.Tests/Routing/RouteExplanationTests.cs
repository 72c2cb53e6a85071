using System.Text.Json;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Tests.Routing;

public class RouteExplanationTests
{
    private readonly RouteDesk _desk = new();

    public RouteExplanationTests()
    {
        _desk.Mapping("gw", new MappingCalls { Capacity = 10, CalleeRules = RouteDesk.Rules("00:") });
        _desk.Carrier("a", "49", g => g with { Capacity = 5, CalleeRules = RouteDesk.Rules("49:0") });
        _desk.Carrier("b", "49", g => g with { Locked = true });
        _desk.Carrier("c", "4");
        _desk.Carrier("d", "49", g => g with { Protect = true, PrefixMode = PrefixMode.Continue });
    }

    [Fact]
    public void The_record_keeps_every_step_and_candidate_as_json()
    {
        var json = _desk.Plan("gw", "004930", "4940").Explanation.ToJson();
        Assert.Equal(
            """
            {"entry":"gw","kind":"mapping_gateway","received":["4940","004930"],"billed":["4940","4930"],
            "steps":[{"step":"caller_lines","outcome":"passed","subject":"gw","used":0,"limit":10},
            {"step":"callee_rules","outcome":"changed","subject":"004930","value":"4930"}],
            "gateways":[{"gateway":"a","prefix":"49","verdict":"in","place":1,"priority":100,"calls":0,"capacity":5,"sent":["4940","030"]},
            {"gateway":"d","prefix":"49","verdict":"in","place":2,"priority":100,"calls":0,"protect":true,"sent":["4940","4930"]},
            {"gateway":"b","prefix":"49","verdict":"locked"},
            {"gateway":"c","prefix":"4","verdict":"shorter_prefix","rule":"a"}]}
            """.ReplaceLineEndings(""), json);
    }

    [Fact]
    public void A_refusal_is_told_with_what_decided_it()
    {
        using var json = JsonDocument.Parse(_desk.Plan("gw", "0033").Explanation.ToJson());
        Assert.Equal("not_found", json.RootElement.GetProperty("refused").GetString());
        Assert.Equal("33", json.RootElement.GetProperty("rule").GetString());
    }

    [Fact]
    public void Numbers_with_odd_characters_make_good_json()
    {
        using var json = JsonDocument.Parse(_desk.Plan("gw", "a\"\\<é\u2028", "\"").Explanation.ToJson());
        Assert.Equal("a\"\\<é\u2028", json.RootElement.GetProperty("received")[1].GetString());
    }

    [Fact]
    public void A_record_stays_small_with_any_number_of_gateways()
    {
        for (var i = 0; i < 500; i++) _desk.Carrier($"many{i}", "33");
        var json = _desk.Plan("gw", "0033").Explanation.ToJson();
        Assert.InRange(json.Length, 1, 8_000);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(460, document.RootElement.GetProperty("more").GetInt32());
    }

    [Fact]
    public void People_read_it_line_by_line()
    {
        var text = _desk.Explain("gw", "004930", "4940").Explanation.ToText();
        Assert.Equal(
            """
            4940 calls 004930 by mapping gateway gw
              caller lines      gw 0 of 10
              callee rules      004930 becomes 4930
            billed as 4940 to 4930
              1. a (prefix 49) priority 100, 0 of 5 calls: sends 4940 to 030
              2. d (prefix 49) priority 100, 0 calls, protect: sends 4940 to 4930
              -  b (prefix 49) out: locked
              -  c (prefix 4) out: shorter prefix, a
            the call is made

            """.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void A_forward_is_told_as_a_step()
    {
        _desk.Phone("1009");
        _desk.Phone("1001", new PhoneCalls { ForwardAlways = RouteDesk.To("1009") });
        var text = _desk.Explain("gw", "1001", "4940").Explanation.ToText();
        Assert.Contains("1001 forwards to 1009", text, StringComparison.Ordinal);
        Assert.Contains("contacts          1009 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explaining_and_planning_come_to_the_same()
    {
        var planned = _desk.Plan("gw", "004930", "4940");
        planned.CallerLines!.Return();
        Assert.Equal(planned.Explanation.ToJson(), _desk.Explain("gw", "004930", "4940").Explanation.ToJson());
    }

    [Fact]
    public void What_a_record_keeps_reads_like_what_was_planned()
    {
        var planned = _desk.Plan("gw", "004930", "4940").Explanation;
        Assert.Equal(planned.ToText(), RouteExplanation.TextOf(planned.ToJson()));
        var refused = RouteExplanation.TextOf(_desk.Plan("gw", "0033").Explanation.ToJson());
        Assert.EndsWith("\nrefused: not found (33)\n", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{\"received\":7}")]
    [InlineData("{\"received\":[]}")]
    public void What_is_no_explanation_is_shown_as_it_is(string kept) => Assert.Equal(kept, RouteExplanation.TextOf(kept));
}
