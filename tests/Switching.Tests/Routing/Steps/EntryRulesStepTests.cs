using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;
using Tandem.Switching.Records;

namespace Tandem.Switching.Tests.Routing.Steps;

/// <summary>Received, billed and sent numbers are kept apart.</summary>
public class EntryRulesStepTests
{
    private readonly RouteDesk _desk = new();

    [Fact]
    public void A_gateways_numbers_are_rewritten_on_arrival_and_again_on_departure()
    {
        _desk.Mapping("gw", new MappingCalls { CallerRules = RouteDesk.Rules("0:49"), CalleeRules = RouteDesk.Rules("00:") });
        _desk.Carrier("out", "33", g => g with { CallerRules = RouteDesk.Rules("49:+49"), CalleeRules = RouteDesk.Rules("33:+33") });
        var plan = _desk.Plan("gw", "0033123", "030555");
        Assert.Equal(new CallNumbers("030555", "0033123"), plan.Received);
        Assert.Equal(new CallNumbers("4930555", "33123"), plan.Billed);
        Assert.Equal(new CallNumbers("+4930555", "+33123"), plan.Attempts.Single().Sent);
    }

    [Fact]
    public void Number_checks_see_the_numbers_before_they_are_rewritten()
    {
        _desk.Mapping("gw", new MappingCalls { CalleeRules = RouteDesk.Rules("9:33"), CalleePrefixes = RouteDesk.AllowPrefixes("9") });
        _desk.Carrier("out", "33");
        Assert.Null(_desk.Plan("gw", "91").Refusal);
    }

    [Fact]
    public void The_transform_table_changes_callers_on_arrival_and_callees_on_departure_where_it_is_switched_on()
    {
        _desk.Directory.NumberTransforms.Set(new NumberTransform { Name = "4930", Caller = "4999" });
        _desk.Directory.NumberTransforms.Set(new NumberTransform { Name = "331", Callee = "339" });
        _desk.Mapping("on", new MappingCalls { TransformNumbers = true });
        _desk.Mapping("off");
        _desk.Carrier("out", "33", g => g with { TransformNumbers = true });
        Assert.Equal(new CallNumbers("4999", "339"), _desk.Plan("on", "331", "4930").Attempts.Single().Sent);
        Assert.Equal(new CallNumbers("4999", "331"), _desk.Plan("on", "331", "4930").Billed);
        Assert.Equal(new CallNumbers("4930", "339"), _desk.Plan("off", "331", "4930").Attempts.Single().Sent);
        _desk.Carrier("out", "33");
        Assert.Equal("331", _desk.Plan("on", "331", "4930").Attempts.Single().Sent.Callee);
    }

    [Fact]
    public void A_phone_is_billed_by_its_number_and_shown_by_its_display_number()
    {
        _desk.Phone("1000", new PhoneCalls { DisplayNumber = "4930555", CalleeRules = RouteDesk.Rules("0:49"), Numbers = ["4930556"] });
        _desk.Carrier("out", "49");
        var plan = _desk.Plan("1000", "030");
        Assert.Equal(new CallNumbers("1000", "4930"), plan.Billed);
        Assert.Equal(new CallNumbers("4930555", "4930"), plan.Attempts.Single().Sent);
        _desk.Phone("2000", new PhoneCalls { Numbers = ["4930556"] });
        Assert.Equal("4930556", _desk.Plan("2000", "4930", "4930556").Attempts.Single().Sent.Caller);
    }

    [Fact]
    public void Callers_are_rewritten_on_their_way_to_a_phone()
    {
        _desk.Mapping("gw");
        _desk.Phone("1000", new PhoneCalls { InCallerRules = RouteDesk.Rules("49:0") });
        Assert.Equal(new CallNumbers("030", "1000"), _desk.Plan("gw", "1000", "4930").Attempts.Single().Sent);
    }
}
