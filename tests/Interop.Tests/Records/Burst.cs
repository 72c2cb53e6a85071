using System.Net;
using Tandem.Interop.Tests.Kills;
using Tandem.Testing;

namespace Tandem.Interop.Tests.Records;

/// <summary>A caller whose calls are all refused: as many as are wanted, as fast as the answers come.</summary>
internal sealed class Burst : LoadSide
{
    /// <summary>The number that it calls from.</summary>
    public const string Number = "2025551";

    private const int MostOpen = 50;

    private readonly string[] _numbers;
    private readonly Dictionary<string, (string Number, int Status)> _calls = [];
    private int _refused;

    /// <summary>A caller.</summary>
    /// <param name="at">The switch.</param>
    /// <param name="address">Where it calls from.</param>
    /// <param name="numbers">Whom it calls, each once.</param>
    public Burst(IPEndPoint at, string address, IEnumerable<string> numbers) : base(at, address, 0) => _numbers = [.. numbers];

    /// <summary>How many calls were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The statuses that it has been refused with.</summary>
    public IReadOnlyList<int> Statuses { get; private set; } = [];

    /// <summary>Calls all numbers from an address and returns the statuses that refused them.</summary>
    public static async Task<IReadOnlyList<int>> CallAsync(IPEndPoint at, string address, params IEnumerable<string> numbers)
    {
        using var burst = new Burst(at, address, numbers);
        burst.Start();
        await Eventually.Is(() => burst.Refused == burst._numbers.Length, TimeSpan.FromSeconds(60), () => $"{burst.Refused} of {burst._numbers.Length} were refused");
        burst.Settle();
        return burst.Statuses;
    }

    /// <inheritdoc/>
    protected override void Turn(long now)
    {
        while (_calls.Count < _numbers.Length && _calls.Count - _refused < MostOpen)
        {
            var number = _numbers[_calls.Count];
            var callId = Guid.NewGuid().ToString("n");
            _calls[callId] = (number, 0);
            Send(Request(callId, number, "INVITE", $"<{UriOf(number)}>", Sdp()));
        }
    }

    /// <inheritdoc/>
    protected override void TakeAnswer(int status, string method, SentMessage answer)
    {
        var callId = answer.Header("Call-ID");
        if (status < 200 || !_calls.TryGetValue(callId, out var call)) return;
        Send(Request(callId, call.Number, "ACK", answer.Header("To"), ""));
        if (call.Status > 0) return;
        _calls[callId] = (call.Number, status);
        Interlocked.Increment(ref _refused);
    }

    /// <inheritdoc/>
    protected override void TakeRequest(string method, SentMessage request) => Reply(request, "481 Call/Transaction Does Not Exist", "-");

    /// <inheritdoc/>
    protected override void Forget() => Statuses = [.. _calls.Values.Select(call => call.Status)];

    private string UriOf(string number) => $"sip:{number}@{Switch}";

    private string Request(string callId, string number, string method, string to, string sdp) =>
        $"{method} {UriOf(number)} SIP/2.0\r\nVia: SIP/2.0/UDP {Local};branch=z9hG4bK{callId};rport\r\nMax-Forwards: 70\r\nFrom: <sip:{Number}@{Local}>;tag=a\r\nTo: {to}\r\n"
            + $"Call-ID: {callId}\r\nCSeq: 1 {method}\r\nContact: <sip:{Number}@{Local}>\r\n{Body(sdp)}";
}
