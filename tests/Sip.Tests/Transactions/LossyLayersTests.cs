namespace Tandem.Sip.Tests.Transactions;

/// <summary>Two transaction layers with a link between them that loses, repeats and reorders.</summary>
public class LossyLayersTests
{
    private const long Start = 1_800_000_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void Every_call_ends_once_on_both_sides_and_nothing_is_left(double loss)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var link = new LossyLink(seed, loss, Start);
            var caller = new LossyPeer(link, 1);
            var callee = new LossyPeer(link, 2) { Other = caller };
            caller.Other = callee;
            for (var i = 0; i < 20; i++) link.After(link.Chance(5000), () => caller.Call(link.Chance(8000)));
            link.Pass(400_000, () => Math.Min(caller.NextTimer, callee.NextTimer), now =>
            {
                caller.Fire(now);
                callee.Fire(now);
            });
            Check(caller, callee, link, loss);
        }
    }

    private static void Check(LossyPeer caller, LossyPeer callee, LossyLink link, double loss)
    {
        Assert.Equal(loss > 0, link.Lost > 0);
        Assert.Equal((0, 0), (caller.Layer.Count, callee.Layer.Count));
        Assert.Equal((0, 0), (caller.Layer.StoredMessages, callee.Layer.StoredMessages));
        Assert.Equal(20, caller.Legs.Count);
        // An INVITE that came twice made no second call.
        Assert.True(callee.Legs.Count <= 20);
        foreach (var leg in caller.Legs)
        {
            Assert.Equal(1, leg.Refusals + (leg.IsAccepted ? 1 : 0) + (leg.TimedOut ? 1 : 0));
            Assert.False(leg.IsUp);
        }
        foreach (var leg in callee.Legs)
        {
            Assert.True(leg.Server!.IsAnswered);
            Assert.False(leg.IsUp && leg.Answer!.IsWaiting);
            Assert.True(leg.Told.Count(told => told == "CANCEL") <= 1 && leg.Told.Count(told => told is "ACK" or "no ACK") <= 1);
        }
        if (loss > 0) return;
        Assert.DoesNotContain(callee.Legs, leg => leg.IsUp || leg.Told.Contains("no ACK"));
        foreach (var told in new[] { "ACK", "BYE", "CANCEL" }) Assert.Contains(callee.Legs, leg => leg.Told.Contains(told));
    }
}
