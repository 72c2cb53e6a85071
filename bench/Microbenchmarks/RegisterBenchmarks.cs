using BenchmarkDotNet.Attributes;
using Tandem.Testing;
using Tandem.Testing.Phones;

namespace Tandem.Microbenchmarks;

/// <summary>
/// Whole REGISTERs through the switch, bytes in and bytes out. A suspended one costs no digest: hold it against a challenge
/// and a refresh.
/// </summary>
public class RegisterBenchmarks
{
    private const int Messages = 4096;

    private readonly TestSwitch _switch = new();
    private readonly ReferencePhone _phone = new("1000", "secret-1000");
    private readonly ReferencePhone _guesser = new("2000", "a guess");
    private readonly AnswerBuffer _answer = new();
    private readonly byte[][] _requests = [.. Enumerable.Range(0, Messages).Select(_ => new byte[2048])];
    private readonly int[] _lengths = new int[Messages];

    [GlobalSetup]
    public void Setup()
    {
        _switch.AddPhone("1000", "secret-1000");
        _switch.AddPhone("2000", "secret-2000", phone => phone with { ManualUnlock = true });
        for (var i = 0; i < 6; i++) Write(0, _guesser, answered: true, delivered: true);
    }

    [IterationSetup(Target = nameof(Challenge))]
    public void WriteChallenges() => WriteAll(_phone, answered: false, delivered: false);

    [IterationSetup(Target = nameof(Refresh))]
    public void WriteRefreshes() => WriteAll(_phone, answered: true, delivered: false);

    [IterationSetup(Target = nameof(Suspended))]
    public void WriteSuspended() => WriteAll(_guesser, answered: false, delivered: false);

    [IterationSetup(Target = nameof(Retransmission))]
    public void WriteRetransmissions() => WriteAll(_phone, answered: true, delivered: true);

    [Benchmark(OperationsPerInvoke = Messages)]
    public int Challenge() => DeliverAll(401);

    [Benchmark(OperationsPerInvoke = Messages)]
    public int Refresh() => DeliverAll(200);

    [Benchmark(OperationsPerInvoke = Messages)]
    public int Suspended() => DeliverAll(403);

    [Benchmark(OperationsPerInvoke = Messages)]
    public int Retransmission() => DeliverAll(200);

    private int DeliverAll(int expected)
    {
        for (var i = 0; i < Messages; i++) _switch.DeliverSilently(_requests[i], _lengths[i], ReferencePhone.Flow, _answer);
        return _answer.Status == expected ? expected : throw new InvalidOperationException($"Answered {_answer.Status}.");
    }

    private void WriteAll(ReferencePhone phone, bool answered, bool delivered)
    {
        // Stored answers and nonces are forgotten, so that every iteration finds the same switch.
        _switch.Advance(TimeSpan.FromMinutes(6));
        for (var i = 0; i < Messages; i++) Write(i, phone, answered, delivered);
    }

    private void Write(int i, ReferencePhone phone, bool answered, bool delivered)
    {
        _lengths[i] = phone.Begin(_requests[i]);
        if (answered)
        {
            _switch.DeliverSilently(_requests[i], _lengths[i], ReferencePhone.Flow, _answer);
            _lengths[i] = phone.Answer(_answer.Bytes, _answer.Length, _requests[i]);
        }
        if (delivered) _switch.DeliverSilently(_requests[i], _lengths[i], ReferencePhone.Flow, _answer);
    }
}
