using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Tests.Routing.Steps;

/// <summary>What a mapping gateway may send: lengths, prefixes, number groups.</summary>
public class NumberStepsTests
{
    private readonly RouteDesk _desk = new();

    public NumberStepsTests() => _desk.Carrier("out");

    [Fact]
    public void A_call_without_a_called_number_is_refused()
    {
        _desk.Mapping("gw");
        Assert.Equal(CallEndReason.NoNumber, _desk.Plan("gw", "").Refusal);
    }

    [Theory]
    [InlineData("1234567", "123", null)]
    [InlineData("123456", "123", CallEndReason.CallerLength)]
    [InlineData("1234567", "12", CallEndReason.CalleeLength)]
    [InlineData("1234567", "1234", CallEndReason.CalleeLength)]
    public void Lengths_are_held(string caller, string callee, CallEndReason? refusal)
    {
        _desk.Mapping("gw", new MappingCalls { CallerLengths = new LengthSet(1 << 7), CalleeLengths = new LengthSet(1 << 3) });
        Assert.Equal(refusal, _desk.Plan("gw", callee, caller).Refusal);
    }

    [Theory]
    [InlineData("4930", "33", null)]
    [InlineData("3130", "33", CallEndReason.CallerPrefix)]
    [InlineData("4930", "3390", CallEndReason.CalleePrefix)]
    public void Prefixes_are_held(string caller, string callee, CallEndReason? refusal)
    {
        _desk.Mapping("gw", new MappingCalls { CallerPrefixes = RouteDesk.AllowPrefixes("49"), CalleePrefixes = RouteDesk.DenyPrefixes("339", "44") });
        Assert.Equal(refusal, _desk.Plan("gw", callee, caller).Refusal);
    }

    [Theory]
    [InlineData("4930", "33", null, "")]
    [InlineData("4931", "33", CallEndReason.CallerGroup, "mine")]
    [InlineData("4930", "4433", CallEndReason.CalleeGroup, "bad")]
    [InlineData("4930", "112", CallEndReason.CalleeGroup, "bad")]
    [InlineData("4930", "1123", null, "")]
    public void Number_groups_are_held_by_whole_numbers_and_by_beginnings(string caller, string callee, CallEndReason? refusal, string rule)
    {
        _desk.Numbers("mine", "4930", "4940");
        _desk.Numbers("bad", "44*", "112");
        _desk.Mapping("gw", new MappingCalls { CallerGroups = RouteDesk.Allow("mine"), CalleeGroups = RouteDesk.Deny("bad") });
        var plan = _desk.Plan("gw", callee, caller);
        Assert.Equal((refusal, rule), (plan.Refusal, plan.Rule));
    }

    [Fact]
    public void White_beats_black()
    {
        _desk.Numbers("vip", "90012345");
        _desk.Mapping("gw", new MappingCalls { CalleePrefixes = RouteDesk.DenyPrefixes("900"), CalleeGroups = RouteDesk.Allow("vip") });
        Assert.Null(_desk.Plan("gw", "90012345").Refusal);
        Assert.Equal(CallEndReason.CalleePrefix, _desk.Plan("gw", "90012346").Refusal);
        Assert.Equal(CallEndReason.CalleeGroup, _desk.Plan("gw", "80012345").Refusal);
    }

    [Fact]
    public void A_phones_groups_say_whom_it_may_call()
    {
        _desk.Numbers("home", "49*");
        _desk.Phone("1000", new PhoneCalls { CalleeGroups = RouteDesk.Allow("home") });
        Assert.Null(_desk.Plan("1000", "4930").Refusal);
        Assert.Equal(CallEndReason.CalleeGroup, _desk.Plan("1000", "3310").Refusal);
    }
}
