using Microsoft.Extensions.Logging;
using Tandem.Network.Signalling;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;

namespace Tandem.Server.Signalling;

/// <summary>The shards of the switch, and which of them a connection belongs to.</summary>
public sealed class ShardGroup : IShardPicker, IUdpShards, IDisposable
{
    private readonly UdpOptions _udp;
    private readonly ILogger _logger;
    private readonly Shard[] _shards;

    /// <summary>Makes and starts the shards.</summary>
    /// <param name="count">How many; one a core is usual.</param>
    /// <param name="parts">What they work with.</param>
    /// <param name="connections">Makes the table of stream connections, which wants this group first.</param>
    /// <param name="log">Takes the registration lines.</param>
    /// <param name="udp">How UDP sockets are opened.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public ShardGroup(int count, ShardParts parts, Func<IShardPicker, ConnectionTable> connections, RegistrationLog log, UdpOptions udp,
        TimeProvider time, ILogger logger)
    {
        _udp = udp;
        _logger = logger;
        _shards = new Shard[count];
        Connections = connections(this);
        var factory = new ShardFactory(parts, _shards, Connections, log, time, logger);
        NonceCounts = factory.NonceCounts;
        for (var i = 0; i < count; i++) _shards[i] = factory.Make(i);
        foreach (var shard in _shards) shard.Start();
    }

    /// <summary>The shards.</summary>
    public IReadOnlyList<Shard> Shards => _shards;

    /// <summary>The stream connections of all shards.</summary>
    public ConnectionTable Connections { get; }

    /// <summary>The nonce counts that the shards share.</summary>
    public NonceCounts NonceCounts { get; }

    /// <inheritdoc/>
    public IShardInbox Pick(long connection) => _shards[(int)(connection % _shards.Length)].Inbox;

    /// <inheritdoc/>
    public async Task OpenAsync(ushort listener, IpEndpoint local)
    {
        try
        {
            foreach (var shard in _shards)
            {
                var endpoint = UdpEndpoint.Open(listener, local, _udp);
                if (shard == _shards[0] && endpoint.ReceiveBufferWarning is { } warning) _logger.LogWarning("{Warning}", warning);
                await shard.InvokeAsync(() => shard.Add(endpoint));
            }
        }
        catch
        {
            await CloseAsync(listener);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task CloseAsync(ushort listener) => Task.WhenAll(_shards.Select(shard => shard.InvokeAsync(() => shard.Remove(listener))));

    /// <summary>Marks what the UDP sockets send from now on with the TOS byte in force; connections get theirs when they begin.</summary>
    public Task MarkPacketsAsync() => Task.WhenAll(_shards.Select(shard => shard.InvokeAsync(() =>
    {
        foreach (var endpoint in shard.Endpoints) endpoint.MarkPackets();
    })));

    /// <inheritdoc/>
    public void Dispose()
    {
        Connections.Dispose();
        foreach (var shard in _shards) shard.Dispose();
    }
}
