using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Tandem.Network.Capture;
using Tandem.Network.Dns;
using Tandem.Server.Signalling;
using Tandem.Sip.Flows;
using Tandem.Switching.Parameters;
using Tandem.Switching.Tracing;

namespace Tandem.Server.Tracing;

/// <summary>The traces of all shards: sized and pointed at the capture server as the parameters say, and read back for operators.</summary>
public sealed class CallTraces : IDisposable
{
    private static readonly TimeSpan LookUpEvery = TimeSpan.FromMinutes(1);

    private readonly ShardTrace[] _traces;
    private readonly CurrentParameters _parameters;
    private readonly SipTargetResolver _names;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _oneChange = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _clock;
    private IReadOnlyList<Shard> _shards = [];
    private ITimer? _lookUp;
    private (int Memory, string Server, int Id, IpEndpoint? Address) _applied = (-1, "", 0, null);

    /// <summary>Traces that keep nothing before <see cref="StartAsync"/>.</summary>
    public CallTraces(int shards, CurrentParameters parameters, SipTargetResolver names, TimeProvider clock, ILogger logger)
    {
        _traces = [.. Enumerable.Range(0, shards).Select(_ => new ShardTrace())];
        _parameters = parameters;
        _names = names;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Copies that the capture server could not be sent.</summary>
    public long CaptureDropped => _traces.Sum(t => t.Capture?.Dropped ?? 0);

    /// <summary>Copies sent to the capture server.</summary>
    public long CaptureSent => _traces.Sum(t => t.Capture?.Sent ?? 0);

    /// <summary>Begins to keep and to copy.</summary>
    /// <param name="shards">The shards, started.</param>
    public async Task StartAsync(IReadOnlyList<Shard> shards)
    {
        _shards = shards;
        await ApplyAsync();
        _parameters.Changed += ParametersChanged;
        _lookUp = _clock.CreateTimer(_ => ParametersChanged(_parameters.Set), null, LookUpEvery, LookUpEvery);
    }

    /// <summary>The messages of a call that are still kept, the oldest first; empty when there are none.</summary>
    public async Task<IReadOnlyList<TracedMessage>> ReadAsync(Guid call)
    {
        for (var i = 0; i < _shards.Count; i++)
        {
            var trace = _traces[i];
            IReadOnlyList<TracedMessage> messages = [];
            await _shards[i].InvokeAsync(() => messages = trace.Ring?.Read(call) ?? []);
            if (messages.Count > 0) return messages;
        }
        return [];
    }

    /// <summary>Lets the capture server go. To be called when the shards have stopped.</summary>
    public void Dispose()
    {
        _parameters.Changed -= ParametersChanged;
        _lookUp?.Dispose();
        _stop.Cancel();
        foreach (var trace in _traces) trace.Capture?.Dispose();
    }

    /// <summary>The trace of a shard.</summary>
    internal ShardTrace Of(int shard) => _traces[shard];

    private void ParametersChanged(ParameterSet parameters) => _ = ApplyAsync();

    private async Task ApplyAsync()
    {
        try
        {
            await _oneChange.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        try
        {
            var set = _parameters.Set;
            var server = set.Get(TraceParameters.HepServer);
            var wanted = (Memory: set.Get(TraceParameters.Memory), Server: server, Id: set.Get(TraceParameters.HepId), Address: await FindAsync(server));
            if (wanted != _applied) await ApplyAsync(wanted.Memory, wanted.Address, wanted.Id);
            _applied = wanted;
        }
        catch (OperationCanceledException)
        {
            // The switch stops.
        }
        finally
        {
            _oneChange.Release();
        }
    }

    private Task ApplyAsync(int memory, IpEndpoint? server, int id) => Task.WhenAll(_shards.Select((shard, i) => shard.InvokeAsync(() =>
    {
        var trace = _traces[i];
        // The old copies would be kept beside the new room for a moment, so they go first.
        if (memory != _applied.Memory)
        {
            trace.Ring = null;
            trace.Ring = memory == 0 ? null : new TraceRing((int)Math.Min(Array.MaxLength, ((long)memory << 20) / _shards.Count));
        }
        if (server == _applied.Address && id == _applied.Id) return;
        trace.Capture?.Dispose();
        trace.Capture = server is { } address ? Open(address, (uint)id) : null;
    })));

    private HepSender? Open(in IpEndpoint server, uint id)
    {
        try
        {
            return new HepSender(server, id);
        }
        catch (SocketException error)
        {
            _logger.LogError("SS_HEP_SERVER: there is no way to {Server}: {Reason}", server, error.Message);
            return null;
        }
    }

    // Its name may come to mean another address, so it is looked up again from time to time; while that fails the last one stays.
    private async Task<IpEndpoint?> FindAsync(string server)
    {
        if (server.Length == 0) return null;
        var colon = server.LastIndexOf(':');
        var port = ushort.Parse(server.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        var found = await _names.ResolveAsync(server[..colon].Trim('[', ']'), port, SipTransport.Udp, _stop.Token);
        if (found.Targets.Count > 0) return found.Targets[0].Remote;
        _logger.LogError("SS_HEP_SERVER: {Error}.", found.Error);
        return server == _applied.Server ? _applied.Address : null;
    }
}
