using System.Collections.Concurrent;
using Tandem.Switching.Calls;

namespace Tandem.Simulation.Tests.Calls;

/// <summary>Calls with every kind of party on a network that loses, repeats and reorders, and a switch that crashes.</summary>
public class CallDayTests(ITestOutputHelper output)
{
    private const int Days = 40;
    private const int CallsADay = 2500;

    // What must have come to pass, or the days were too quiet.
    private static readonly CallEndReason[] Expected =
    [
        CallEndReason.CallerHungUp, CallEndReason.CalleeHungUp, CallEndReason.CallerCancelled, CallEndReason.Refused, CallEndReason.Busy, CallEndReason.NoAnswer,
        CallEndReason.Declined, CallEndReason.CodecMismatch, CallEndReason.LinesExceeded, CallEndReason.GroupLinesExceeded, CallEndReason.CalleeLinesExceeded,
        CallEndReason.InviteTimeout, CallEndReason.RingingTimeout, CallEndReason.DurationLimit, CallEndReason.SessionTimeout, CallEndReason.DialogGone,
        CallEndReason.NoAck, CallEndReason.Transferred, CallEndReason.SwitchCrashed,
    ];

    [Fact]
    public void After_100_000_calls_nothing_is_left_over_or_missing()
    {
        var problems = new ConcurrentBag<string>();
        var ends = new ConcurrentDictionary<CallEndReason, int>();
        Parallel.For(0, Days, seed =>
        {
            var day = new CallDay(seed, CallsADay);
            day.Pass(CrashesOf(seed));
            var audit = new CallAudit(day);
            // A line says how to live the day again.
            foreach (var problem in audit.Problems.Take(3)) problems.Add($"new CallDay({seed}, {CallsADay}).Pass({CrashesOf(seed)}): {problem}");
            foreach (var (reason, count) in audit.Reasons) ends.AddOrUpdate(reason, count, (_, before) => before + count);
        });
        foreach (var (reason, count) in ends.OrderByDescending(pair => pair.Value)) output.WriteLine($"{count,7} {reason}");
        Assert.True(problems.IsEmpty, string.Join('\n', problems.Order()));
        foreach (var reason in Expected) Assert.True(ends.ContainsKey(reason), $"No call ended by {reason}.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_day()
    {
        var first = new CallDay(7, 300);
        var second = new CallDay(7, 300);
        first.Pass(crashes: 1);
        second.Pass(crashes: 1);
        Assert.Equal((first.Network.Sent, first.Network.Lost), (second.Network.Sent, second.Network.Lost));
        Assert.Equal(new CallAudit(first).Reasons, new CallAudit(second).Reasons);
    }

    [Fact]
    public void A_day_holds_everything_that_can_happen_in_a_call()
    {
        var day = new CallDay(3, CallsADay);
        day.Pass(crashes: 2);
        var callers = day.Scripts.ConvertAll(script => script.Caller);
        var callees = day.Scripts.SelectMany(script => script.Callees).ToList();
        var sides = callers.Concat(callees).ToList();

        foreach (var end in Enum.GetValues<SideEnd>()) Assert.True(sides.Exists(side => side.End == end), $"No side ended by {end}.");
        Assert.True(callers.Count(caller => caller.AnsweredAt > 0) > CallsADay / 3);
        Assert.True(sides.Sum(side => side.OffersAccepted) > 500);
        Assert.True(sides.Sum(side => side.OffersTaken) > 500);
        Assert.True(sides.Sum(side => side.Glares) > 10);
        Assert.Contains(day.Scripts, script => script.Callees.Count > 3);
        Assert.True(callers.Count(caller => caller.Challenged > 0 && caller.AnsweredAt > 0) > 100);
        Assert.True(day.Challenges > 500);
        Assert.True(new CallAudit(day).Reasons[CallEndReason.Transferred] > 20);
        Assert.True(day.Network.Lost > 1000);
    }

    private static int CrashesOf(int seed) => seed % 5 == 4 ? 3 : 0;
}
