using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Protection;
using Tandem.Switching.Registration;
using Tandem.Switching.UserAgent;

namespace Tandem.Testing.Network;

/// <summary>
/// The switch as a host of a <see cref="SimulatedNetwork"/>, with a store that is written behind, as the real one is. It
/// can crash: then it comes back with what the store had, other keys and no transactions.
/// </summary>
public sealed class SimulatedSwitch : ISimulatedHost, IOutbox
{
    private readonly SimulatedNetwork _network;
    private readonly Action<TestSwitch> _configure;
    private readonly byte[] _answer = new byte[IOutbox.MaxMessageLength];
    private readonly Dictionary<long, BindingRecord> _stored = [];
    private readonly Dictionary<(string Endpoint, UInt128 Address), KnownSource> _storedSources = [];
    private readonly List<BindingRecord> _keep = [];
    private readonly List<long> _forget = [];
    private readonly List<KnownSource> _sources = [];
    private readonly List<Suspension> _suspensions = [];
    private readonly List<TestSwitch> _runs = [];
    private readonly CallTimer _callTimer;
    private readonly int _seed;

    /// <summary>A switch at the network's switch address.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Decides every random choice of the switch.</param>
    /// <param name="configure">Adds phones and sets parameters, at each start.</param>
    public SimulatedSwitch(SimulatedNetwork network, int seed, Action<TestSwitch> configure)
    {
        _network = network;
        _seed = seed;
        _configure = configure;
        _callTimer = new CallTimer(this);
        Running = Start();
        network.Attach(network.SwitchAddress, this);
        network.Wake(this, network.Now + WriteBehind);
    }

    /// <summary>How far the store is behind at most, and how often the switch looks for what has expired, in milliseconds.</summary>
    public int WriteBehind { get; init; } = 1000;

    /// <summary>The switch that runs now.</summary>
    public TestSwitch Running { get; private set; }

    /// <summary>All processes so far, the running one last: what those that crashed had written is still to be seen.</summary>
    public IReadOnlyList<TestSwitch> Runs => _runs;

    /// <summary>Suspensions begun and cleared, those before a crash too.</summary>
    public IReadOnlyList<Suspension> Suspensions => _suspensions;

    /// <summary>Told of every message that the switch has seen, and what became of it.</summary>
    public Action<SipMessage, RequestOutcome>? Seen { get; set; }

    /// <summary>Told each time the switch has kept house.</summary>
    public Action? HouseKept { get; set; }

    /// <summary>The process dies and another one starts from the store.</summary>
    public void Crash()
    {
        Running = Start();
        foreach (var record in _stored.Values) Running.State.Locations.Restore(record);
        foreach (var source in _storedSources.Values) Running.State.KnownSources.Restore(source);
        foreach (var suspension in _suspensions) Running.State.Suspensions.Restore(suspension);
    }

    /// <inheritdoc/>
    public void Receive(in IpEndpoint from, byte[] buffer, int length, long now)
    {
        Running.Now = now;
        var outcome = Running.DeliverSilently(buffer, length, new Flow(SipTransport.Udp, 0, from), this);
        Seen?.Invoke(Running.Message, outcome);
        _callTimer.Set();
    }

    /// <inheritdoc/>
    public void OnTime(long now)
    {
        Running.Advance(TimeSpan.FromMilliseconds(now - Running.Now));
        WriteStore();
        HouseKept?.Invoke();
        _callTimer.Set();
        _network.Wake(this, now + WriteBehind);
    }

    /// <inheritdoc/>
    public Span<byte> Reserve(in Flow flow) => _answer;

    /// <inheritdoc/>
    public void Send(in Flow flow, int length) => _network.Send(_network.SwitchAddress, flow.Remote, _answer.AsSpan(0, length));

    private TestSwitch Start()
    {
        var started = new TestSwitch(_seed + 1_000_003 * _runs.Count, _network.Now);
        _configure(started);
        _runs.Add(started);
        return started;
    }

    private void WriteStore()
    {
        Running.State.Locations.DrainChanges(_keep, _forget);
        foreach (var record in _keep) _stored[record.Id] = record;
        foreach (var id in _forget) _stored.Remove(id);
        Running.State.KnownSources.DrainChanges(_sources);
        foreach (var source in _sources) _storedSources[(source.Endpoint, source.Address.Address)] = source;
        Running.State.Suspensions.DrainEvents(_suspensions);
        _keep.Clear();
        _forget.Clear();
        _sources.Clear();
    }

    // Wakes the switch whenever something of its calls is due, as the loop of a shard does.
    private sealed class CallTimer(SimulatedSwitch owner) : IWakeable
    {
        private long _next = long.MaxValue;

        public void Set()
        {
            var due = owner.Running.Calls.NextTimer;
            if (due >= _next) return;
            _next = due;
            owner._network.Wake(this, due);
        }

        public void OnTime(long now)
        {
            if (now >= _next) _next = long.MaxValue;
            owner.Running.Now = now;
            owner.Running.Calls.OnTimer(now);
            Set();
        }
    }
}
