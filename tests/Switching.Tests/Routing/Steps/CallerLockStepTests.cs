using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;

namespace Tandem.Switching.Tests.Routing.Steps;

public class CallerLockStepTests
{
    private readonly RouteDesk _desk = new();

    [Theory]
    [InlineData(CallLock.None, false)]
    [InlineData(CallLock.Incoming, false)]
    [InlineData(CallLock.Outgoing, true)]
    [InlineData(CallLock.All, true)]
    public void Phones_and_gateways_that_may_not_call_out_are_refused(CallLock callLock, bool refused)
    {
        _desk.Phone("1000", new PhoneCalls { Lock = callLock });
        _desk.Mapping("gw", new MappingCalls { Lock = callLock });
        _desk.Phone("1001");
        CallEndReason? expected = refused ? CallEndReason.CallerLocked : null;
        Assert.Equal(expected, _desk.Plan("1000", "1001").Refusal);
        Assert.Equal(expected, _desk.Plan("gw", "1001").Refusal);
    }

    [Fact]
    public void A_phone_of_a_locked_account_does_not_forward()
    {
        _desk.Phone("1000");
        _desk.Phone("1002");
        var forwarder = _desk.Phone("1001", new PhoneCalls { ForwardAlways = RouteDesk.To("1002") });
        _desk.Directory.SetEndpoint(forwarder with { Account = "owes" });
        _desk.Directory.SetAccount(new Account { Name = "owes", Locked = true });
        Assert.Equal(CallEndReason.AccountLocked, _desk.Plan("1000", "1001").Refusal);
        _desk.Directory.SetAccount(new Account { Name = "owes" });
        Assert.Equal("1002", RouteDesk.Names(_desk.Plan("1000", "1001")));
    }
}
