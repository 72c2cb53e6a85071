using System.Collections.Concurrent;

namespace Tandem.Simulation.Tests.Registration;

/// <summary>Whole days of 1,000 phones on a network that loses, repeats and reorders (RFC 3261 §10, §17).</summary>
public class RegistrationDayTests(ITestOutputHelper output)
{
    [Fact]
    public void After_a_day_on_a_bad_network_the_bindings_are_exactly_those_of_the_phones()
    {
        var accepted = Live(seeds: 100, crashes: 0);
        Assert.InRange(accepted, 2_000_000, 6_000_000);
    }

    [Fact]
    public void After_a_day_with_crashes_too_the_bindings_are_exactly_those_of_the_phones() => Live(seeds: 5, crashes: 5);

    [Fact]
    public void The_same_seed_gives_the_same_day()
    {
        var first = new RegistrationDay(7);
        var second = new RegistrationDay(7);
        first.Pass(crashes: 1);
        second.Pass(crashes: 1);
        Assert.Equal(
            (first.Network.Sent, first.Network.Lost, first.Audit.Accepted),
            (second.Network.Sent, second.Network.Lost, second.Audit.Accepted));
    }

    [Fact]
    public void A_day_holds_everything_that_can_happen_to_a_phone()
    {
        var day = new RegistrationDay(1);
        Assert.Empty(day.Pass());
        var phones = day.Lives.ConvertAll(life => life.Phone);
        Assert.True(day.Network.Lost > 1000);
        Assert.True(day.Network.Undeliverable > 10);
        Assert.True(phones.Sum(phone => phone.TimedOut) > 0);
        Assert.True(phones.Sum(phone => phone.Stale) > 1000);
        Assert.True(phones.Sum(phone => phone.TooBrief) > 30);
        Assert.True(phones.Sum(phone => phone.WrongPasswords) > 100);
        Assert.True(phones.Sum(phone => phone.Refused) > 10);
        Assert.True(day.Switch.Suspensions.Count > 10);
        Assert.True(day.Audit.OutOfOrder > 0);
        Assert.InRange(phones.Count(phone => !phone.WantsBinding), 20, 100);
    }

    // Returns how many REGISTERs were accepted.
    private int Live(int seeds, int crashes)
    {
        var problems = new ConcurrentBag<string>();
        var accepted = 0;
        var outOfOrder = 0;
        Parallel.For(0, seeds, seed =>
        {
            var day = new RegistrationDay(seed);
            foreach (var problem in day.Pass(crashes).Take(5)) problems.Add($"seed {seed}: {problem}");
            Interlocked.Add(ref accepted, day.Audit.Accepted);
            Interlocked.Add(ref outOfOrder, day.Audit.OutOfOrder);
        });
        output.WriteLine($"{seeds} days, {accepted} registrations accepted, {outOfOrder} out of order");
        Assert.Empty(problems);
        return accepted;
    }
}
