using System.Text.Json.Nodes;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Calls;

/// <summary>What tests share in which SIPp plays both sides of a call.</summary>
public abstract class SippCalls(CallSwitch calls)
{
    /// <summary>The number that is called, behind a prefix.</summary>
    protected const string Number = "5550100";

    /// <summary>The switch.</summary>
    protected CallSwitch Calls => calls;

    /// <summary>One call between a caller and a carrier that play these scenarios; returns its record when both are content and nothing is left of it.</summary>
    /// <param name="callerScenario">What the caller plays.</param>
    /// <param name="carrierScenario">What the carrier plays.</param>
    /// <param name="caller">What fills the caller's scenario in.</param>
    /// <param name="carrier">What fills the carrier's scenario in.</param>
    /// <param name="gateway">Fields of the carrier's gateway.</param>
    protected async Task<JsonNode> PlayAsync(string callerScenario, string carrierScenario, (string, string)[]? caller = null, (string, string)[]? carrier = null,
        (string, JsonNode)[]? gateway = null)
    {
        var record = await Calls.RecordAsync(await PlayBothAsync(callerScenario, carrierScenario, caller, carrier, gateway));
        await Calls.IsIdleAsync();
        return record;
    }

    /// <summary>The same, whether or not there will be a record; returns the number that was called.</summary>
    protected async Task<string> PlayBothAsync(string callerScenario, string carrierScenario, (string, string)[]? caller = null, (string, string)[]? carrier = null,
        (string, JsonNode)[]? gateway = null)
    {
        var prefix = Calls.NewPrefix();
        var port = await Calls.AddCarrierAsync(prefix, 1, gateway ?? []);
        await using var there = SippSide.Carrier(carrierScenario, CallSwitch.Carrier, port, carrier ?? []);
        await using var here = Caller(callerScenario, prefix, caller);
        await here.EndsWellAsync();
        await there.EndsWellAsync();
        return prefix + Number;
    }

    /// <summary>The customer's gateway calls <see cref="Number"/> behind a prefix.</summary>
    protected SippSide Caller(string scenario, string prefix, (string, string)[]? values = null) =>
        SippSide.Caller(scenario, Calls.Live.At("udp"), CallSwitch.Customer, [("caller", "2025550"), ("callee", prefix + Number), .. values ?? []]);

    /// <summary>Checks why a call ended, who ended it, and with which code.</summary>
    protected static void AssertEnd(JsonNode record, string reason, string side, int code)
    {
        Assert.Equal(reason, (string?)record["endReason"]);
        Assert.Equal(side, (string?)record["endSide"]);
        Assert.Equal(code, (int)record["endCode"]!);
    }
}
