namespace Tandem.Sip.Tests.Transactions;

/// <summary>A datagram link that loses, repeats and delays messages, the same for the same seed.</summary>
internal sealed class LossyLink(int seed, double loss, long start)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, (long Due, int Order)> _events = new();
    private int _order;

    /// <summary>The time in ms since the Unix epoch.</summary>
    public long Now { get; private set; } = start;

    /// <summary>How many messages were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Delivers a message after up to 300 ms, perhaps twice, perhaps never.</summary>
    public void Carry(Action deliver)
    {
        var copies = _random.NextDouble() < 0.1 ? 2 : 1;
        for (; copies > 0; copies--)
        {
            if (_random.NextDouble() < loss) Lost++;
            else After(_random.Next(5, 300), deliver);
        }
    }

    /// <summary>Lets something happen later.</summary>
    public void After(long milliseconds, Action happen) => _events.Enqueue(happen, (Now + milliseconds, _order++));

    /// <summary>A number below a bound.</summary>
    public int Chance(int below) => _random.Next(below);

    /// <summary>Lets time pass; asks for the next timer and fires it in its place.</summary>
    public void Pass(long milliseconds, Func<long> nextTimer, Action<long> fire)
    {
        var end = Now + milliseconds;
        while (true)
        {
            var timer = nextTimer();
            var isEvent = _events.TryPeek(out _, out var at) && at.Due <= timer;
            var due = isEvent ? at.Due : timer;
            if (due > end) break;
            Now = Math.Max(Now, due);
            if (isEvent) _events.Dequeue()();
            else fire(Now);
        }
        Now = end;
    }
}
