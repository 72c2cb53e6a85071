using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using Tandem.Network.Signalling;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Load;

/// <summary>
/// Registers users over UDP in a closed loop: challenge, digest, 200, the next user. One thread; requests and answers travel
/// in batches, so that one core makes more load than one core of a registrar can bear.
/// </summary>
internal sealed class LoadGenerator : ISignallingReceiver, IDisposable
{
    private static readonly long RetransmitAfter = Stopwatch.Frequency / 2;

    private readonly LoadOptions _options;
    private readonly UserSecrets _secrets;
    private readonly RegisterTemplate _template;
    private readonly ShardWaiter _waiter = new();
    private readonly UdpEndpoint[] _endpoints;
    private readonly byte[][] _locals;
    private readonly Registration[] _window;
    private readonly Stack<Registration> _idle = [];
    private readonly SipMessage _answer = new();
    private readonly Latencies _registrationLatencies = new();
    private readonly Latencies _answerLatencies = new();
    private long _registrations;
    private long _challenges;
    private long _other;
    private long _retransmissions;
    private long _late;
    private int _nextUser;
    private int _done;

    public LoadGenerator(LoadOptions options)
    {
        _options = options;
        _secrets = new UserSecrets(options);
        _template = new RegisterTemplate(options, _secrets);
        var udp = UdpOptions.Default with { MaxDatagram = 4096 };
        _endpoints = [.. Enumerable.Range(0, options.Sockets).Select(i => UdpEndpoint.Open((ushort)i, LocalOf(i), udp))];
        _locals = [.. _endpoints.Select(endpoint => Encoding.ASCII.GetBytes(endpoint.Local.ToString()))];
        foreach (var endpoint in _endpoints) _waiter.Add(endpoint);
        _window = [.. Enumerable.Range(0, options.Window).Select(i => new Registration(i))];
        foreach (var registration in _window) _idle.Push(registration);
    }

    /// <summary>Makes the load and measures.</summary>
    public LoadResult Run()
    {
        if (!_options.Preload)
        {
            Drive(_options.WarmUp);
            Forget();
        }
        var processor = _options.Watch > 0 ? ProcessorTime.Of(_options.Watch) : 0;
        var seconds = Drive(_options.Preload ? double.PositiveInfinity : _options.Seconds);
        processor = _options.Watch > 0 ? ProcessorTime.Of(_options.Watch) - processor : 0;
        return new LoadResult
        {
            Seconds = seconds, Registrations = _registrations, Challenges = _challenges, Other = _other,
            Retransmissions = _retransmissions, Late = _late,
            RegistrationP50 = _registrationLatencies.Percentile(0.5), RegistrationP99 = _registrationLatencies.Percentile(0.99),
            AnswerP50 = _answerLatencies.Percentile(0.5), AnswerP99 = _answerLatencies.Percentile(0.99),
            ProcessorMicroseconds = processor, ReceiveBuffer = _endpoints.Min(endpoint => endpoint.ReceiveBufferGranted),
        };
    }

    /// <inheritdoc/>
    public void Receive(in Flow flow, byte[] buffer, int offset, int length, long receivedTimestamp)
    {
        if (SipParser.Parse(buffer, offset, length, _answer, SipLimits.Default) != SipRejection.None || _answer.IsRequest) return;
        if (Find(_answer) is not { } registration || _answer.StatusCode < 200) return;
        _answerLatencies.Add(receivedTimestamp - registration.Asked);
        if (_answer.StatusCode == 401 && registration.CSeq == 1 && TakeChallenge(registration))
        {
            _challenges++;
            registration.CSeq = 2;
            Ask(registration, receivedTimestamp);
            return;
        }
        if (_answer.StatusCode == 200)
        {
            _registrations++;
            _registrationLatencies.Add(receivedTimestamp - registration.Began);
        }
        else
        {
            _other++;
        }
        registration.IsUnderWay = false;
        _done++;
        _idle.Push(registration);
    }

    /// <inheritdoc/>
    public void ConnectionClosed(in Flow flow) => throw new InvalidOperationException("UDP has no connections.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var endpoint in _endpoints) endpoint.Dispose();
        _waiter.Dispose();
    }

    // Returns how many seconds it took.
    private double Drive(double seconds)
    {
        var start = Stopwatch.GetTimestamp();
        var end = double.IsInfinity(seconds) ? long.MaxValue : start + (long)(seconds * Stopwatch.Frequency);
        var scanned = start;
        var begun = 0L;
        var now = start;
        while (now < end && !(_options.Preload && _done >= _options.Users))
        {
            begun = BeginDue(start, begun, now);
            foreach (var endpoint in _endpoints) endpoint.Flush();
            _waiter.Wait(1);
            foreach (var endpoint in _endpoints)
            {
                if (endpoint.Ready) endpoint.ReceiveBatch(this);
            }
            now = Stopwatch.GetTimestamp();
            if (now - scanned < RetransmitAfter / 4) continue;
            Retransmit(now);
            scanned = now;
        }
        return (now - start) / (double)Stopwatch.Frequency;
    }

    private IpEndpoint LocalOf(int socket) =>
        IpEndpoint.FromV4(_options.Target.IsLoopback ? 0x7F000001u : 0, _options.FirstPort == 0 ? (ushort)0 : (ushort)(_options.FirstPort + socket));

    // Begins what is due by the rate, or as many as the window has room for. Returns how many have begun since the start.
    private long BeginDue(long start, long begun, long now)
    {
        var due = _options.Rate > 0 ? (long)((now - start) * _options.Rate / Stopwatch.Frequency) : long.MaxValue;
        while (begun < due && (!_options.Preload || _nextUser < _options.Users) && _idle.TryPop(out var registration))
        {
            Begin(registration, now);
            begun++;
        }
        if (_options.Rate == 0 || begun >= due) return begun;
        // The window is full: these are not made up for, or one hold-up would be followed by a burst.
        _late += due - begun;
        return due;
    }

    private void Begin(Registration registration, long now)
    {
        registration.User = _nextUser++;
        if (!_options.Preload) _nextUser %= _options.Users;
        registration.Turn++;
        registration.CSeq = 1;
        registration.IsUnderWay = true;
        registration.Began = now;
        Ask(registration, now);
    }

    private void Ask(Registration registration, long now)
    {
        registration.Asked = now;
        Send(registration, now);
    }

    private void Send(Registration registration, long now)
    {
        registration.Sent = now;
        // A user's source stays the same, as a phone's does.
        var socket = registration.User % _endpoints.Length;
        var length = _template.Write(_endpoints[socket].Reserve(), registration, _locals[socket]);
        _endpoints[socket].Send(_options.Target, length);
    }

    private void Retransmit(long now)
    {
        foreach (var registration in _window)
        {
            if (!registration.IsUnderWay || now - registration.Sent < RetransmitAfter) continue;
            _retransmissions++;
            Send(registration, now);
        }
    }

    // Call-ID = number "-" turn "-" run; null when it is not the answer that is waited for.
    private Registration? Find(SipMessage answer)
    {
        var callId = answer.CallId;
        if (!Utf8Parser.TryParse(callId, out int number, out var length) || (uint)number >= (uint)_window.Length) return null;
        if (length >= callId.Length || !Utf8Parser.TryParse(callId[(length + 1)..], out uint turn, out _)) return null;
        var registration = _window[number];
        return registration.IsUnderWay && registration.Turn == turn && registration.CSeq == answer.CSeq.Number ? registration : null;
    }

    private bool TakeChallenge(Registration registration)
    {
        for (var i = 0; i < _answer.HeaderCount; i++)
        {
            if (_answer.NameAt(i) != HeaderName.WwwAuthenticate) continue;
            var challenge = _answer.ValueAt(i);
            // A challenge without an algorithm is one for MD5 (RFC 7616 §3.3).
            var algorithm = Value(challenge, "algorithm="u8);
            if (!(algorithm.IsEmpty ? "MD5"u8 : algorithm).SequenceEqual(_options.Algorithm.Name())) continue;
            var nonce = Value(challenge, "nonce="u8);
            if (nonce.IsEmpty || nonce.Length > registration.Nonce.Length) return false;
            _secrets.Use(Value(challenge, "realm="u8));
            nonce.CopyTo(registration.Nonce);
            registration.NonceLength = nonce.Length;
            return true;
        }
        return false;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> name)
    {
        var start = challenge.IndexOf(name);
        if (start < 0) return [];
        var value = challenge[(start + name.Length)..].TrimStart((byte)'"');
        var end = value.IndexOfAny((byte)'"', (byte)',');
        return end < 0 ? value : value[..end];
    }

    private void Forget()
    {
        _registrations = _challenges = _other = _retransmissions = _late = 0;
        _registrationLatencies.Clear();
        _answerLatencies.Clear();
    }
}
