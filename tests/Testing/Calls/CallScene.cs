using System.Text;
using Tandem.Switching.Records;

namespace Tandem.Testing.Calls;

/// <summary>A <see cref="TestSwitch"/> and the parties around it: what it sends to an address comes to the party there.</summary>
public sealed class CallScene
{
    private readonly Dictionary<string, TestParty> _parties = [];

    /// <summary>A scene without parties.</summary>
    public CallScene(int seed = 1) => Switch = new TestSwitch(seed);

    /// <summary>The switch.</summary>
    public TestSwitch Switch { get; }

    /// <summary>The records of calls that have ended, in that order.</summary>
    public IReadOnlyList<CallRecord> Records => Switch.Journal.Ended;

    /// <summary>A party at an address.</summary>
    public TestParty Party(string number, string address)
    {
        var party = new TestParty(this, number, address);
        _parties.Add(address, party);
        return party;
    }

    /// <summary>Moves time in small steps, so that every timer fires at its own time.</summary>
    public void Advance(TimeSpan by, int stepMilliseconds = 100)
    {
        for (var left = (long)by.TotalMilliseconds; left > 0; left -= stepMilliseconds)
        {
            Switch.Advance(TimeSpan.FromMilliseconds(Math.Min(left, stepMilliseconds)));
            HandOut(Switch.TakeSent());
        }
    }

    internal void Deliver(TestParty from, string message)
    {
        HandOut(Switch.Deliver(Encoding.Latin1.GetBytes(message), from.Flow));
    }

    private void HandOut(IReadOnlyList<SentMessage> messages)
    {
        foreach (var message in messages)
        {
            if (_parties.TryGetValue(message.Flow.Remote.ToString(), out var party)) party.Receive(message);
            else throw new InvalidOperationException($"Nobody is at {message.Flow.Remote}:\n{message.Text}");
        }
    }
}
