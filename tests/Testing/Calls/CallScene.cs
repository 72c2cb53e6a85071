using System.Globalization;
using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Records;
using Tandem.Testing.Phones;

namespace Tandem.Testing.Calls;

/// <summary>A <see cref="TestSwitch"/> and the parties around it: what it sends to an address comes to the party there.</summary>
public sealed class CallScene
{
    private readonly Dictionary<string, TestParty> _parties = [];
    private readonly Dictionary<string, int> _invites = [];
    private readonly HashSet<IpEndpoint> _lost = [];
    private readonly TestSwitch[] _shards;
    private long _connections;

    /// <summary>A scene without parties.</summary>
    /// <param name="seed">Decides every random choice.</param>
    /// <param name="shards">How many shards the switch has.</param>
    public CallScene(int seed = 1, int shards = 1)
    {
        Switch = new TestSwitch(seed);
        _shards = [Switch, .. Enumerable.Range(1, shards - 1).Select(i => Switch.AddShard(seed + i))];
    }

    /// <summary>The switch; of several shards the first.</summary>
    public TestSwitch Switch { get; }

    /// <summary>The shards of the switch.</summary>
    public IReadOnlyList<TestSwitch> Shards => _shards;

    /// <summary>True while what the shards have for each other is on its way; it arrives with what comes first after that.</summary>
    public bool PostsWait { get; set; }

    /// <summary>The records of calls that have ended, in that order.</summary>
    public IReadOnlyList<CallRecord> Records => Switch.Journal.Ended;

    /// <summary>A party at an address.</summary>
    public TestParty Party(string number, string address, SipTransport transport = SipTransport.Udp)
    {
        var party = new TestParty(this, number, address, transport);
        _parties.Add(address, party);
        return party;
    }

    /// <summary>The parties by their addresses.</summary>
    public IReadOnlyCollection<TestParty> Parties => [.. _parties.Values.Distinct()];

    /// <summary>A phone that is registered from an address, which is also how it is known.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="address">Its address and port.</param>
    /// <param name="calls">Its settings; null = none.</param>
    /// <param name="q">The q of its contact.</param>
    /// <param name="transport">What it is connected by.</param>
    public TestParty Phone(string number, string address, PhoneCalls? calls = null, string q = "1", SipTransport transport = SipTransport.Udp)
    {
        var (host, port) = (address[..address.LastIndexOf(':')], ushort.Parse(address[(address.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));
        if (Switch.Directory.FindEndpoint(number) is null)
        {
            AddressList.TryParse("198.51.100.0/24", out var allow, out _);
            Switch.AddPhone(number, null, phone => phone with { Mode = AuthenticationMode.Address, Allow = allow, MaxBindings = 8, Calls = calls ?? PhoneCalls.Default });
        }
        var party = Party(number, address, transport);
        var answer = new TestPhone(number, "", host, port) { Contact = $"<sip:{number}@{address}>;q={q}", Flow = party.Flow }.Register(Switch);
        return answer.Status == 200 ? party : throw new InvalidOperationException(answer.Text);
    }

    /// <summary>A party's connection is lost: nothing that is sent on it arrives, and no other can be opened to where it came from.</summary>
    public void Disconnect(TestParty party)
    {
        _lost.Add(party.Flow.Remote);
        foreach (var shard in _shards) shard.Layer.ConnectionFailed(party.Flow, shard.Now);
        Settle();
    }

    /// <summary>A party connects again, from another address.</summary>
    public void Reconnect(TestParty party, string address)
    {
        IpEndpoint.TryParse(address, 5060, out var remote);
        party.Flow = party.Flow with { Remote = remote, Connection = NewConnection() };
        _parties.Add(address, party);
    }

    internal long NewConnection() => ++_connections;

    /// <summary>Moves time in small steps, so that every timer fires at its own time.</summary>
    public void Advance(TimeSpan by, int stepMilliseconds = 100)
    {
        for (var left = (long)by.TotalMilliseconds; left > 0; left -= stepMilliseconds)
        {
            foreach (var shard in _shards) shard.Advance(TimeSpan.FromMilliseconds(Math.Min(left, stepMilliseconds)));
            Settle();
        }
    }

    /// <summary>Does something to the switch, and hands out what it sends over it.</summary>
    public void Run(Action act)
    {
        act();
        Settle();
    }

    internal void Deliver(TestParty from, string message)
    {
        var bytes = Encoding.Latin1.GetBytes(message);
        HandOut(_shards[HomeOf(bytes, from)].Deliver(bytes, from.Flow));
        Settle();
    }

    // A CANCEL goes where its INVITE went, as it does between the sockets of the real shards.
    private int HomeOf(byte[] message, TestParty from)
    {
        var branch = Encoding.Latin1.GetString(HomeShard.BranchOf(message));
        if (message.AsSpan().StartsWith("CANCEL "u8) && _invites.TryGetValue(branch, out var shard)) return shard;
        var home = HomeShard.Of(message);
        if (home < 0 || home >= _shards.Length) home = from.Shard;
        if (message.AsSpan().StartsWith("INVITE "u8)) _invites[branch] = home;
        return home;
    }

    // What the shards have for each other they get one at a time, until there is no more of it.
    private void Settle()
    {
        foreach (var shard in _shards) HandOut(shard.TakeSent());
        while (!PostsWait && Array.Find(_shards, s => s.Posts.Count > 0) is { } giver)
        {
            var (number, post) = giver.Posts.Dequeue();
            if (post is SentMessage invite && invite.Text.StartsWith("INVITE ", StringComparison.Ordinal))
                _invites[Encoding.Latin1.GetString(HomeShard.BranchOf(Encoding.Latin1.GetBytes(invite.Text)))] = number;
            _shards[number].Take(post);
            foreach (var shard in _shards) HandOut(shard.TakeSent());
        }
    }

    private void HandOut(IReadOnlyList<SentMessage> messages)
    {
        foreach (var message in messages)
        {
            if (_lost.Contains(message.Flow.Remote))
            {
                foreach (var shard in _shards) shard.Layer.ConnectionFailed(message.Flow, shard.Now);
            }
            else if (_parties.TryGetValue(message.Flow.Remote.ToString(), out var party))
            {
                party.Receive(message);
            }
            else
            {
                throw new InvalidOperationException($"Nobody is at {message.Flow.Remote}:\n{message.Text}");
            }
        }
    }
}
