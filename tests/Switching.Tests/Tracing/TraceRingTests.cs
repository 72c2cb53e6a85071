using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Tracing;

namespace Tandem.Switching.Tests.Tracing;

public class TraceRingTests
{
    private static readonly IpEndpoint Local = IpEndpoint.FromV4(0xC0000201, 5060);
    private static readonly Flow Phone = new(SipTransport.Tcp, 3, IpEndpoint.FromV4(0xC6336407, 40_001), 7);

    private readonly TraceRing _ring = new(TraceRing.MinCapacity);
    private readonly Guid _call = Guid.NewGuid();

    [Fact]
    public void The_messages_of_a_call_come_back_in_their_order()
    {
        var other = Guid.NewGuid();
        _ring.Note(_call, false, Phone, Local, "INVITE"u8, 1000);
        _ring.Note(other, false, Phone, Local, "OTHER"u8, 1001);
        _ring.Note(_call, true, Phone, Local, "180"u8, 1002);
        Assert.Equal(["In 1000 INVITE", "Out 1002 180"], Read(_call));
        Assert.Equal(["In 1001 OTHER"], Read(other));
        var first = _ring.Read(_call)[0];
        Assert.Equal((SipTransport.Tcp, Phone.Remote, Local), (first.Transport, first.Source, first.Destination));
        var second = _ring.Read(_call)[1];
        Assert.Equal((Local, Phone.Remote), (second.Source, second.Destination));
    }

    [Fact]
    public void Of_an_unknown_call_there_is_nothing() => Assert.Empty(_ring.Read(Guid.NewGuid()));

    [Fact]
    public void A_full_ring_forgets_the_oldest_messages_and_then_their_calls()
    {
        var chance = new Random(5);
        var model = new List<(Guid Call, string Text)>();
        Guid[] calls = [.. Enumerable.Range(0, 40).Select(_ => Guid.NewGuid())];
        for (var i = 0; i < 20_000; i++)
        {
            var (call, text) = (calls[chance.Next(calls.Length)], $"{i} {new string('x', chance.Next(chance.Next(10) == 0 ? 20_000 : 1000))}");
            _ring.Note(call, true, Phone, Local, Encoding.ASCII.GetBytes(text), i);
            model.Add((call, text));
            if (i % 97 == 0) AssertIsTheEndOf(model, calls);
        }
    }

    [Fact]
    public void The_longest_messages_fit_and_a_longer_one_is_cut()
    {
        for (var i = 0; i < 10; i++) _ring.Note(_call, false, Phone, Local, new byte[100_000], i);
        var kept = _ring.Read(_call);
        Assert.InRange(kept.Count, 2, 3);
        Assert.All(kept, m => Assert.Equal(65_535, m.Bytes.Length));
        Assert.Equal(9, kept[^1].Time);
    }

    [Fact]
    public void Noting_allocates_nothing_once_the_ring_was_full()
    {
        Guid[] calls = [.. Enumerable.Range(0, 4000).Select(_ => Guid.NewGuid())];
        var message = new byte[700];
        Fill();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(_ring.CallCount, 100, 400);

        void Fill()
        {
            foreach (var call in calls) _ring.Note(call, false, Phone, Local, message, 1);
        }
    }

    // What is kept is an unbroken end of all that was noted, and never less than three quarters of the capacity.
    private void AssertIsTheEndOf(List<(Guid Call, string Text)> model, Guid[] calls)
    {
        var kept = calls.SelectMany(c => _ring.Read(c).Select(m => (Call: c, Text: Encoding.ASCII.GetString(m.Bytes)))).ToHashSet();
        Assert.Equal(model.TakeLast(kept.Count).ToHashSet(), kept);
        Assert.Equal(kept.Select(k => k.Call).Distinct().Count(), _ring.CallCount);
        if (kept.Count < model.Count) Assert.InRange(kept.Sum(k => k.Text.Length + 100), TraceRing.MinCapacity / 4 * 3, TraceRing.MinCapacity * 5 / 4);
    }

    private IEnumerable<string> Read(Guid call) =>
        _ring.Read(call).Select(m => $"{(m.Sent ? "Out" : "In")} {m.Time} {Encoding.ASCII.GetString(m.Bytes)}");
}
