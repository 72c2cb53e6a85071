using System.Buffers;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Registration;
using Tandem.Switching.UserAgent;

namespace Tandem.Server.Signalling;

/// <summary>
/// One loop on one thread that owns a UDP socket of every listener and the transactions of what comes in on them. Each
/// turn: read the time, take what came, decide, send the batch.
/// </summary>
public sealed class Shard : ISignallingReceiver, IDisposable
{
    private const long HousekeepingEvery = 100;
    private const int LongestWait = 100;
    // Nobody notices what these add to an answer, and a registration costs a fourteenth less where thousands come in a second.
    private const int WorthANap = 24;
    private static readonly TimeSpan LongestNap = TimeSpan.FromMicroseconds(200);

    private readonly int _number;
    private readonly UserAgentServer _server;
    private readonly LocationTable _locations;
    private readonly RegistrationLogBuffer _log;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConnectionTable _connections;
    private readonly ShardOutbox _outbox;
    private readonly ICallJournal _journal;
    private readonly ConnectionEndpoints _connectionEndpoints;
    private readonly ShardDispatcher _dispatcher;
    private readonly ShardMachines _machines;
    private readonly ShardWaiter _waiter = new();
    private readonly Nap _nap = new(LongestNap, WorthANap);
    private readonly List<UdpEndpoint> _endpoints = [];
    private readonly Thread _thread;
    private long _now;
    private long _housekeepingAt;
    private volatile bool _stopping;

    /// <summary>Makes a shard; <see cref="Start"/> sets it going, when all are there.</summary>
    internal Shard(int number, ShardDispatcher dispatcher, ShardCounters counters, ShardOutbox outbox, UserAgentServer server, CallHandler calls, RequestSender sender,
        ICallJournal journal, LocationTable locations, ConnectionTable connections, RegistrationLogBuffer log, TimeProvider time, ILogger logger)
    {
        _number = number;
        _dispatcher = dispatcher;
        _server = server;
        _locations = locations;
        _log = log;
        _time = time;
        _logger = logger;
        _connections = connections;
        _outbox = outbox;
        _journal = journal;
        Counters = counters;
        Calls = calls;
        Sender = sender;
        _connectionEndpoints = new ConnectionEndpoints(locations);
        _machines = new ShardMachines(Counters, logger);
        _machines.Add(calls);
        Inbox = new ShardInbox(_waiter.Wake);
        _thread = new Thread(Run) { Name = $"shard {number}", IsBackground = true };
    }

    /// <summary>Where other threads put what is for this shard.</summary>
    public ShardInbox Inbox { get; }

    /// <summary>Its calls; to be used on its thread only.</summary>
    public CallHandler Calls { get; }

    /// <summary>Sends requests that are of no call; to be used on its thread only.</summary>
    public RequestSender Sender { get; }

    /// <summary>The time of its present turn, in ms since the Unix epoch; to be read on its thread.</summary>
    public long Now => _now;

    /// <summary>What it has counted.</summary>
    public ShardCounters Counters { get; }

    /// <summary>How many answers it keeps for retransmissions.</summary>
    public int TransactionCount => _server.TransactionCount;

    /// <summary>How many answers it forgot before their time.</summary>
    public long TransactionsForgottenEarly => _server.TransactionsForgottenEarly;

    /// <summary>Its UDP sockets; to be read through <see cref="InvokeAsync"/> only.</summary>
    public IReadOnlyList<UdpEndpoint> Endpoints => _endpoints;

    /// <summary>Where messages of this shard go; to be used on its thread only.</summary>
    public IOutbox Outbox => _outbox;

    /// <summary>Runs a machine by the clock. Before <see cref="Start"/>, or on the shard's thread.</summary>
    public void Add(IShardMachine machine) => _machines.Add(machine);

    /// <summary>Sets the loop going.</summary>
    public void Start() => _thread.Start();

    /// <summary>Takes a UDP socket over. On the shard's thread.</summary>
    public void Add(UdpEndpoint endpoint)
    {
        _endpoints.Add(endpoint);
        _outbox.Set(endpoint.Listener, endpoint);
        _waiter.Add(endpoint);
    }

    /// <summary>Closes the UDP socket of a listener. On the shard's thread.</summary>
    public void Remove(ushort listener)
    {
        if (_endpoints.Find(e => e.Listener == listener) is not { } endpoint) return;
        _waiter.Remove(endpoint);
        _outbox.Set(listener, null);
        _endpoints.Remove(endpoint);
        endpoint.Dispose();
    }

    /// <summary>Runs an action on the shard's thread and tells when it has run; its exception comes back.</summary>
    public Task InvokeAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Inbox.PostWork(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    /// <summary>Takes what the calls of another shard have to say. On the shard's thread.</summary>
    internal void Take(CallMessage message)
    {
        try
        {
            Calls.Take(message, _now);
        }
        catch (Exception fault)
        {
            Counters.Faults++;
            _logger.LogError(fault, "What another shard had to say met a fault of the switch.");
        }
    }

    /// <inheritdoc/>
    public void Receive(in Flow flow, byte[] buffer, int offset, int length, long receivedTimestamp)
    {
        if (!_dispatcher.TrySendHome(flow, buffer.AsSpan(offset, length), receivedTimestamp)) Handle(flow, buffer, offset, length, receivedTimestamp);
    }

    /// <inheritdoc/>
    public void ConnectionClosed(in Flow flow)
    {
        _connectionEndpoints.Closed(flow);
        _machines.ConnectionFailed(flow, _now);
        _dispatcher.TellClosed(flow);
    }

    /// <summary>Answers what has come in already, then ends the loop and closes the sockets.</summary>
    public void Dispose()
    {
        _stopping = true;
        _waiter.Wake();
        if (_thread.IsAlive) _thread.Join();
        _waiter.Dispose();
    }

    private void Handle(in Flow flow, byte[] buffer, int offset, int length, long receivedTimestamp)
    {
        try
        {
            var outcome = _server.Receive(buffer, offset, length, flow, _now, _outbox);
            Counters.Count(outcome);
            if (outcome.Kind == RequestKind.Register) Registered(outcome.Register, outcome.Status, flow);
        }
        catch (Exception fault)
        {
            // A bug of ours costs one message, never the shard (design: habit 9).
            Counters.Faults++;
            _logger.LogError(fault, "A message from {Source} met a fault of the switch and was dropped.", flow.Remote);
        }
        Counters.Latency.Add(Stopwatch.GetTimestamp() - receivedTimestamp);
    }

    private void Registered(in RegisterOutcome outcome, int status, in Flow flow)
    {
        _log.Write(_server.Message, flow, outcome, status, _now);
        if (status == 200 && flow.Transport.IsReliable()) KeepConnection(flow);
        if (outcome.Began is { } suspension) LogSuspension(suspension);
    }

    // The peer has shown who it is: its connection stands for its endpoint, and with the alias parameter also for requests
    // to the port it listens on (RFC 5923 §5).
    private void KeepConnection(in Flow flow)
    {
        _connectionEndpoints.Note(_server.Message, flow);
        var via = _server.Message.TopVia;
        if (Parameters.TryGet(via.Parameters, "alias"u8, out _)) _connections.MarkAlias(flow, via.Port == 0 ? flow.Transport.DefaultPort() : via.Port);
    }

    private void LogSuspension(Switching.Protection.Suspension suspension) =>
        _logger.LogWarning("{Endpoint} is suspended from registering for {Whom} after {Failures} wrong passwords, the last from {Source}, {Until}.",
            RegistrationLogBuffer.Printable(suspension.Endpoint), suspension.Everyone ? "all but its known sources" : "that source",
            suspension.Failures, suspension.Source,
            suspension.Until is { } until ? $"until {DateTimeOffset.FromUnixTimeMilliseconds(until):u}" : "until an operator clears it");

    private void Run()
    {
        while (!_stopping)
        {
            _waiter.Wait(HasReady() ? 0 : _machines.Wait(_now, LongestWait));
            var received = Turn();
            if (!HasReady()) _nap.After(received, (long)Stopwatch.GetElapsedTime(0).TotalMicroseconds);
        }
        Turn();
        Calls.HangUpAll(_now);
        _journal.Flush();
        foreach (var endpoint in _endpoints) endpoint.Dispose();
    }

    // Returns how many datagrams there were.
    private int Turn()
    {
        var received = 0;
        _now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        while (Inbox.TryTake(out var post)) Take(post);
        foreach (var endpoint in _endpoints)
        {
            if (endpoint.Ready) received += endpoint.ReceiveBatch(this);
        }
        _machines.OnTimer(_now);
        TellFailed();
        _journal.Flush();
        // All of them: what came in on one may have been answered on another.
        foreach (var endpoint in _endpoints) endpoint.Flush();
        if (_now >= _housekeepingAt) KeepHouse();
        return received;
    }

    private bool HasReady()
    {
        foreach (var endpoint in _endpoints)
        {
            if (endpoint.Ready) return true;
        }
        return false;
    }

    // What this makes fail in its turn is for the next turn, so that no turn is without end.
    private void TellFailed()
    {
        for (var count = _outbox.FailedCount; count > 0; count--) _machines.ConnectionFailed(_outbox.TakeFailed(), _now);
    }

    private void Take(in ShardInbox.Post post)
    {
        switch (post.Kind)
        {
            case ShardInbox.PostKind.Work: post.Work!(); break;
            case ShardInbox.PostKind.Closed: ConnectionClosed(post.Flow); break;
            case ShardInbox.PostKind.Failed: _machines.ConnectionFailed(post.Flow, _now); break;
            default: TakeMessage(post); break;
        }
    }

    private void TakeMessage(in ShardInbox.Post post)
    {
        if (post.Kind != ShardInbox.PostKind.Forwarded) Receive(post.Flow, post.Message!, 0, post.Length, post.Timestamp);
        else if (!_dispatcher.TrySendAfterInvite(post.Flow, post.Message.AsSpan(0, post.Length), post.Timestamp))
            Handle(post.Flow, post.Message!, 0, post.Length, post.Timestamp);
        ArrayPool<byte>.Shared.Return(post.Message!);
    }

    private void KeepHouse()
    {
        _server.Expire(_now);
        Counters.ExpiredBindings += _locations.Expire(_number, _dispatcher.Count, _now);
        Counters.AllocatedBytes = GC.GetAllocatedBytesForCurrentThread();
        _housekeepingAt = _now + HousekeepingEvery;
    }
}
