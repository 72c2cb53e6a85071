using System.Text.Json;

namespace Tandem.Simulation.Tests.Allocation;

/// <summary>The budget in bench/allocation-budget.json: managed bytes a message in steady state.</summary>
public class AllocationBudgetTests
{
    private const int Messages = 10_000;
    private const int Rounds = 4;

    private static readonly Dictionary<string, Action<AllocationMeter>> Measured = new()
    {
        ["parse"] = meter => meter.Parse(),
        ["register challenge"] = meter => meter.Challenge(),
        ["register refresh"] = meter => meter.Refresh(),
        ["register suspended"] = meter => meter.Suspended(),
        ["retransmission"] = meter => meter.Retransmission(),
    };

    private static readonly Dictionary<string, long> Budget = JsonSerializer.Deserialize<Dictionary<string, long>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "allocation-budget.json")))!;

    public static TheoryData<string> Names => [.. Measured.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_stays_within_its_budget(string name)
    {
        var meter = new AllocationMeter();
        Send(meter, name, 2 * Messages);
        // Code that is compiled anew while it runs may allocate once; what a message costs shows in every round.
        var least = Enumerable.Range(0, Rounds).Min(_ => Send(meter, name, Messages));
        Assert.True(least <= Budget[name] * Messages, $"{name}: {least} bytes for {Messages} messages, allowed are {Budget[name]} a message");
    }

    [Fact]
    public void Every_budget_is_measured() => Assert.Equal(Budget.Keys.Order(), Measured.Keys.Order());

    private static long Send(AllocationMeter meter, string name, int messages)
    {
        meter.Bytes = 0;
        for (var i = 0; i < messages; i++) Measured[name](meter);
        return meter.Bytes;
    }
}
