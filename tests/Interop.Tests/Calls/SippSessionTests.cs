using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Calls;

/// <summary>What SIPp does within an answered call: media changed by UPDATE and re-INVITE, sessions refreshed by whoever has to, fax, digits.</summary>
public class SippSessionTests(SippSessionTests.BriefSessions brief) : SippCalls(brief.Switch), IClassFixture<SippSessionTests.BriefSessions>
{
    /// <summary>A switch whose sessions are as short, and refreshed as often, as its parameters allow.</summary>
    public sealed class BriefSessions : IAsyncLifetime
    {
        /// <summary>The switch.</summary>
        public CallSwitch Switch { get; } = new();

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            await Switch.InitializeAsync();
            await Switch.Api.SetAsync("SS_SIP_SESSION_TTL", "60");
            await Switch.Api.SetAsync("SS_SIP_SESSION_UPDATE_SEGMENT", "10");
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Switch.DisposeAsync();
    }

    [Theory]
    [InlineData("caller-updates", "carrier-is-updated", "caller")]
    [InlineData("caller-holds", "carrier-is-held", "caller")]
    [InlineData("caller-is-held", "carrier-holds", "callee")]
    [InlineData("caller-faxes", "carrier-faxes", "callee")]
    [InlineData("caller-sends-info", "carrier-gets-info", "caller")]
    public async Task A_change_by_one_side_is_asked_of_the_other_and_its_answer_goes_back(string caller, string carrier, string hangsUp) =>
        AssertEnd(await PlayAsync(caller, carrier), $"{hangsUp}_hung_up", hangsUp, 200);

    [Theory]
    [InlineData("caller-refreshes", "carrier-answers", "caller")]
    [InlineData("caller-is-hung-up", "carrier-refreshes", "callee")]
    public async Task A_refresh_by_one_side_is_answered_by_the_switch_alone(string caller, string carrier, string hangsUp) =>
        AssertEnd(await PlayAsync(caller, carrier), $"{hangsUp}_hung_up", hangsUp, 200);

    [Theory]
    [InlineData("caller-is-refreshed", "carrier-answers", "caller")]
    [InlineData("caller-is-hung-up", "carrier-is-refreshed-by-update", "callee")]
    [InlineData("caller-is-hung-up", "carrier-is-refreshed-by-reinvite", "callee")]
    public async Task The_switch_refreshes_a_session_that_is_left_to_it(string caller, string carrier, string hangsUp)
    {
        var record = await PlayAsync(caller, carrier);
        AssertEnd(record, $"{hangsUp}_hung_up", hangsUp, 200);
        // 90 s is the shortest session; a tenth of it is when it is refreshed.
        Assert.InRange((double)record["holdSeconds"]!, 5, 20);
    }

    [Fact]
    public async Task A_caller_whose_session_is_too_short_is_told_the_shortest()
    {
        var prefix = Calls.NewPrefix();
        await using var carrier = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, await Calls.AddCarrierAsync(prefix));
        await using var caller = Caller("caller-too-brief", prefix);
        await caller.EndsWellAsync();
        await carrier.EndsWellAsync();
        var records = await Calls.RecordsAsync(prefix + Number, 2);
        AssertEnd(records[0], "protocol_error", "server", 422);
        AssertEnd(records[^1], "caller_hung_up", "caller", 200);
    }

    [Fact]
    public async Task A_carrier_for_which_the_session_is_too_short_is_asked_again_with_a_longer_one() =>
        AssertEnd(await PlayAsync("caller-talks", "carrier-finds-session-too-brief"), "caller_hung_up", "caller", 200);
}
