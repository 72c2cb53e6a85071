using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tandem.Load;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.CallLoad;

/// <summary>
/// Calls through a switch or proxy and is called by it, in one thread and with one clock: what is between the two shows to the
/// microsecond. Nothing is sent again; a call that lacks a message has failed.
/// </summary>
internal sealed class CallLoad : ISignallingReceiver, IDisposable
{
    private const ushort CallerListener = 0;

    // So that a proxy with several processes does not send the answer before the ringing.
    private static readonly long AnswerAfter = Stopwatch.Frequency / 50;
    private static readonly long GiveUpAfter = 2 * Stopwatch.Frequency;

    private readonly IpEndpoint _target;
    private readonly double _rate;
    private readonly UdpEndpoint _caller;
    private readonly UdpEndpoint _callee;
    private readonly ShardWaiter _waiter = new();
    private readonly CallMessages _messages;
    private readonly SipMessage _message = new();
    private readonly Dictionary<int, LoadedCall> _calls = [];
    private readonly Queue<(long At, IpEndpoint To, string Text)> _answers = new();
    private readonly Latencies _delays = new();
    private bool _hangsUp = true;
    private int _begun;
    private int _done;

    public CallLoad(IpEndpoint target, int caller, int callee, double rate)
    {
        (_target, _rate) = (target, rate);
        _caller = UdpEndpoint.Open(CallerListener, IpEndpoint.FromV4(0x7F000001, (ushort)caller), UdpOptions.Default);
        _callee = UdpEndpoint.Open(CallerListener + 1, IpEndpoint.FromV4(0x7F000001, (ushort)callee), UdpOptions.Default);
        _waiter.Add(_caller);
        _waiter.Add(_callee);
        _messages = new CallMessages(target.ToString(), caller, callee);
    }

    /// <summary>Calls for so long; returns a line of name=value.</summary>
    public string Measure(double warmUp, double seconds)
    {
        Drive(int.MaxValue, warmUp);
        Drain();
        _delays.Clear();
        var (begun, done) = (_begun, _done);
        Drive(int.MaxValue, seconds);
        Drain();
        return string.Create(CultureInfo.InvariantCulture, $"calls={_begun - begun} failed={_begun - begun - (_done - done)} "
            + $"setup_p50_us={_delays.Percentile(0.5)} setup_p99_us={_delays.Percentile(0.99)}");
    }

    /// <summary>
    /// Sets calls up and keeps them, as many again for each line of the input, and hangs up at its end. Prints a line for each call with its
    /// media ports, the caller's, where it was told to send, the callee's, where that was told to send, and an empty one behind them.
    /// Returns the exit code: 1 when not all came about.
    /// </summary>
    public int Hold(int calls)
    {
        _hangsUp = false;
        do
        {
            if (!SetUp(calls)) return 1;
        }
        while (Console.ReadLine() is not null);
        foreach (var call in _calls.Values.ToArray())
        {
            Send(_caller, _target, call.Bye);
            Turn();
        }
        Drain();
        return _calls.Count == 0 ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Receive(in Flow flow, byte[] buffer, int offset, int length, long receivedTimestamp)
    {
        if (SipParser.Parse(buffer, offset, length, _message, SipLimits.Default) != SipRejection.None) return;
        if (flow.Listener == CallerListener && !_message.IsRequest) Hear(receivedTimestamp);
        else if (_message is { IsRequest: true, Method: SipMethod.Invite }) Ring(flow.Remote, receivedTimestamp);
        else if (_message is { IsRequest: true, CanBeAnswered: true }) Send(flow.Listener == CallerListener ? _caller : _callee, flow.Remote, _messages.Answer(_message, "200 OK"));
    }

    /// <inheritdoc/>
    public void ConnectionClosed(in Flow flow) => throw new InvalidOperationException("UDP has no connections.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _caller.Dispose();
        _callee.Dispose();
        _waiter.Dispose();
    }

    private void Drive(int calls, double seconds)
    {
        var start = Stopwatch.GetTimestamp();
        for (var begun = 0; begun < calls;)
        {
            var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (elapsed >= seconds) return;
            for (; begun < calls && begun < elapsed * _rate; begun++) Begin();
            Turn();
        }
    }

    private bool SetUp(int calls)
    {
        var first = _begun;
        Drive(calls, double.PositiveInfinity);
        var end = Stopwatch.GetTimestamp() + GiveUpAfter;
        while (_calls.Values.Any(call => call.Bye.Length == 0) && Stopwatch.GetTimestamp() < end) Turn();
        foreach (var call in _calls.Values.Where(call => call.Number >= first && call.Bye.Length > 0))
            Console.WriteLine($"{call.CallerMedia} {call.TowardsCaller} {call.CalleeMedia} {call.TowardsCallee}");
        Console.WriteLine();
        return _calls.Values.All(call => call.Bye.Length > 0);
    }

    // Until all calls are over, or have failed.
    private void Drain()
    {
        var end = Stopwatch.GetTimestamp() + GiveUpAfter;
        while (_calls.Count > 0 && Stopwatch.GetTimestamp() < end) Turn();
        if (_hangsUp) _calls.Clear();
    }

    private void Turn()
    {
        while (_answers.TryPeek(out var answer) && answer.At <= Stopwatch.GetTimestamp())
        {
            Send(_callee, answer.To, answer.Text);
            _answers.Dequeue();
        }
        _waiter.Wait(1);
        if (_caller.Ready) _caller.ReceiveBatch(this);
        if (_callee.Ready) _callee.ReceiveBatch(this);
    }

    private void Begin()
    {
        var call = new LoadedCall(_begun++);
        _calls.Add(call.Number, call);
        var invite = _messages.Invite(call);
        call.InvitedAt = Stopwatch.GetTimestamp();
        Send(_caller, _target, invite);
    }

    private void Ring(IpEndpoint from, long now)
    {
        if (!_calls.TryGetValue(CallMessages.NumberOf(_message), out var call) || call.Delay != 0) return;
        call.Delay = now - call.InvitedAt;
        call.TowardsCallee = CallMessages.MediaIn(_message);
        _answers.Enqueue((now + AnswerAfter, from, _messages.Answer(_message, "200 OK", call.CalleeMedia)));
        var ringing = _messages.Answer(_message, "180 Ringing");
        call.RingingAt = Stopwatch.GetTimestamp();
        Send(_callee, from, ringing);
    }

    private void Hear(long now)
    {
        if (!_calls.TryGetValue(_messages.NumberIn(_message), out var call)) return;
        if (_message.CSeq.Method == SipMethod.Bye)
        {
            _done++;
            _calls.Remove(call.Number);
            return;
        }
        if (_message.StatusCode == 180 && !call.HasRung)
        {
            call.HasRung = true;
            _delays.Add(call.Delay + now - call.RingingAt);
        }
        if (_message.StatusCode != 200 || call.Bye.Length > 0) return;
        call.TowardsCaller = CallMessages.MediaIn(_message);
        call.Bye = _messages.Bye(call, _message);
        Send(_caller, _target, _messages.Ack(call, _message));
        if (_hangsUp) Send(_caller, _target, call.Bye);
    }

    private static void Send(UdpEndpoint through, IpEndpoint to, string text)
    {
        var length = Encoding.ASCII.GetBytes(text, through.Reserve());
        through.Send(to, length);
        through.Flush();
    }
}
