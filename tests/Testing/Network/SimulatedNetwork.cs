using Tandem.Sip.Flows;

namespace Tandem.Testing.Network;

/// <summary>
/// A network in memory around one switch, with a clock of its own: datagrams and wake-ups happen in the order of their
/// time, a day of them in less than a second. The same seed gives the same day.
/// </summary>
/// <param name="switchAddress">The address of the switch, which tells the two directions apart.</param>
/// <param name="chance">Decides what is lost, repeated and delayed.</param>
/// <param name="start">The time it begins at, in milliseconds since the Unix epoch.</param>
public sealed class SimulatedNetwork(IpEndpoint switchAddress, Random chance, long start)
{
    // Datagrams under way are copied into buffers of this size, which are used again.
    private const int BufferLength = 2048;

    private readonly PriorityQueue<Happening, long> _queue = new();
    private readonly Dictionary<IpEndpoint, ISimulatedHost> _hosts = [];
    private readonly Stack<byte[]> _buffers = [];
    private readonly long _start = start;
    private uint _order;

    /// <summary>The simulated time in milliseconds since the Unix epoch.</summary>
    public long Now { get; private set; } = start;

    /// <summary>The address of the switch.</summary>
    public IpEndpoint SwitchAddress => switchAddress;

    /// <summary>What happens to datagrams on their way to the switch.</summary>
    public LinkQuality ToSwitch { get; set; } = LinkQuality.Perfect;

    /// <summary>What happens to datagrams on their way from the switch.</summary>
    public LinkQuality FromSwitch { get; set; } = LinkQuality.Perfect;

    /// <summary>Datagrams sent, lost ones among them.</summary>
    public long Sent { get; private set; }

    /// <summary>Datagrams lost on the way.</summary>
    public long Lost { get; private set; }

    /// <summary>Datagrams that came to an address where nobody is.</summary>
    public long Undeliverable { get; private set; }

    /// <summary>Puts a host at an address, in place of the one that was there.</summary>
    public void Attach(in IpEndpoint address, ISimulatedHost host) => _hosts[address] = host;

    /// <summary>Takes away what is at an address; datagrams under way to it reach nobody.</summary>
    public void Detach(in IpEndpoint address) => _hosts.Remove(address);

    /// <summary>Asks to be woken. It cannot be taken back: who asks twice is woken twice.</summary>
    /// <param name="who">Who is woken.</param>
    /// <param name="at">When, in milliseconds since the Unix epoch; at once when that has passed.</param>
    public void Wake(IWakeable who, long at) => Enqueue(new Happening { Sleeper = who }, Math.Max(at, Now));

    /// <summary>Sends a datagram of at most 2048 bytes.</summary>
    public void Send(in IpEndpoint from, in IpEndpoint to, ReadOnlySpan<byte> bytes)
    {
        var link = to == switchAddress ? ToSwitch : FromSwitch;
        Sent++;
        if (chance.NextDouble() < link.Loss)
        {
            Lost++;
            return;
        }
        Carry(from, to, bytes, link);
        if (chance.NextDouble() < link.Duplication) Carry(from, to, bytes, link);
    }

    /// <summary>Lets everything happen up to and including a time.</summary>
    public void RunUntil(long time)
    {
        while (_queue.TryPeek(out var happening, out var key) && TimeOf(key) <= time)
        {
            _queue.Dequeue();
            Now = TimeOf(key);
            Happen(happening);
        }
        Now = Math.Max(Now, time);
    }

    private void Carry(in IpEndpoint from, in IpEndpoint to, ReadOnlySpan<byte> bytes, in LinkQuality link)
    {
        var buffer = _buffers.TryPop(out var used) ? used : new byte[BufferLength];
        bytes.CopyTo(buffer);
        Enqueue(new Happening { Buffer = buffer, Length = bytes.Length, From = from, To = to }, Now + link.TravelTime(chance));
    }

    // The time since the start and, below it, a running number: what is due at one moment happens in the order of asking.
    private void Enqueue(in Happening happening, long at) => _queue.Enqueue(happening, (at - _start) << 32 | _order++);

    private long TimeOf(long key) => _start + (key >> 32);

    private void Happen(in Happening happening)
    {
        if (happening.Buffer is not { } buffer)
        {
            happening.Sleeper!.OnTime(Now);
            return;
        }
        if (_hosts.TryGetValue(happening.To, out var host)) host.Receive(happening.From, buffer, happening.Length, Now);
        else Undeliverable++;
        _buffers.Push(buffer);
    }

    // A wake-up, or a datagram when there is a buffer.
    private readonly record struct Happening
    {
        public IWakeable? Sleeper { get; init; }
        public byte[]? Buffer { get; init; }
        public int Length { get; init; }
        public IpEndpoint From { get; init; }
        public IpEndpoint To { get; init; }
    }
}
