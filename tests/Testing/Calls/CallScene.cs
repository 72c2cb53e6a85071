using System.Globalization;
using System.Text;
using Tandem.Switching.Accounts;
using Tandem.Switching.Records;
using Tandem.Testing.Phones;

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

    /// <summary>The parties by their addresses.</summary>
    public IReadOnlyCollection<TestParty> Parties => _parties.Values;

    /// <summary>A phone that is registered from an address, which is also how it is known.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="address">Its address and port.</param>
    /// <param name="calls">Its settings; null = none.</param>
    /// <param name="q">The q of its contact.</param>
    public TestParty Phone(string number, string address, PhoneCalls? calls = null, string q = "1")
    {
        var (host, port) = (address[..address.LastIndexOf(':')], ushort.Parse(address[(address.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));
        if (Switch.Directory.FindEndpoint(number) is null)
        {
            AddressList.TryParse("198.51.100.0/24", out var allow, out _);
            Switch.AddPhone(number, null, phone => phone with { Mode = AuthenticationMode.Address, Allow = allow, MaxBindings = 8, Calls = calls ?? PhoneCalls.Default });
        }
        var answer = new TestPhone(number, "", host, port) { Contact = $"<sip:{number}@{address}>;q={q}" }.Register(Switch);
        if (answer.Status != 200) throw new InvalidOperationException(answer.Text);
        return Party(number, address);
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

    /// <summary>Does something to the switch, and hands out what it sends over it.</summary>
    public void Run(Action act)
    {
        act();
        HandOut(Switch.TakeSent());
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
