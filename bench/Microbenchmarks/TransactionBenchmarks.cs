using BenchmarkDotNet.Attributes;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Testing.Phones;

namespace Tandem.Microbenchmarks;

/// <summary>The table of stored answers: 32,000 in it, as many as one shard keeps at 1,000 registrations a second.</summary>
public class TransactionBenchmarks
{
    private readonly TransactionTable _table = new(TransactionTimers.Default);
    private readonly TransactionKeys _keys = new(new byte[16]);
    private readonly SipMessage _message = new();
    private readonly byte[] _answer = new byte[600];
    private long _now = 1_800_000_000_000;
    private ulong _next;

    [GlobalSetup]
    public void Setup()
    {
        var request = new byte[2048];
        using var phone = new ReferencePhone("1000", "secret-1000");
        SipParser.Parse(request, 0, phone.Begin(request), _message, SipLimits.Default);
        for (var i = 0; i < 100_000; i++) Store();
    }

    [Benchmark]
    public TransactionKey KeyOfRequest() => _keys.OfRequest(_message);

    [Benchmark]
    public bool FindStored() => _table.TryGetAnswer(Key(_next - 1), _now, out _, out _);

    [Benchmark]
    public bool FindNew() => _table.TryGetAnswer(Key(_next), _now, out _, out _);

    [Benchmark]
    public void Store() => _table.Complete(Key(_next++), _answer, ReferencePhone.Flow, _now++);

    private static TransactionKey Key(ulong number) => new(number, number * 0x9E3779B97F4A7C15);
}
