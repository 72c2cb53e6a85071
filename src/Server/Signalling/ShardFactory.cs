using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Tandem.Network.Signalling;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Digest;
using Tandem.Sip.Transactions;
using Tandem.Switching.Authentication;
using Tandem.Switching.Calls;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;
using Tandem.Switching.UserAgent;

namespace Tandem.Server.Signalling;

/// <summary>
/// Puts the shards together. All share the keys of one run: what one issued another accepts, and nothing outlives a restart.
/// </summary>
internal sealed class ShardFactory(
    ShardParts parts, IReadOnlyList<Shard> shards, ConnectionTable connections, RegistrationLog log, TimeProvider time, ILogger logger)
{
    private readonly byte[] _nonceKey = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _tableKey = RandomNumberGenerator.GetBytes(16);

    /// <summary>The nonce counts that the shards share.</summary>
    public NonceCounts NonceCounts { get; } = new();

    /// <summary>Makes one shard.</summary>
    public Shard Make(int number)
    {
        var counters = new ShardCounters();
        var dispatcher = new ShardDispatcher(number, shards, counters);
        var journal = parts.JournalOf(number);
        var outbox = new ShardOutbox(connections, journal);
        var authenticator = new EndpointAuthenticator(new NonceIssuer(_nonceKey, (ushort)number), NonceCounts, parts.Secrets);
        var keys = new TransactionKeys(_tableKey);
        var timers = TransactionTimers.Default;
        var layer = new TransactionLayer(keys, timers, outbox);
        var (key0, key1) = (MemoryMarshal.Read<ulong>(_tableKey), MemoryMarshal.Read<ulong>(_tableKey.AsSpan(sizeof(ulong))));
        var env = new CallEnvironment(layer, timers, outbox, new LocalIds((byte)number, key0, key1), parts.Addresses, parts.Relay, journal,
            new CallPlanner(parts.Routing, new Random()), parts.Secrets, parts.TraceOf(number), dispatcher);
        var calls = new CallHandler(env, parts.Registrar.Parameters, new CallerIdentifier(parts.Routing, authenticator), new CallIds(key1, key0, (byte)number));
        layer.User = new RequestOwners(calls);
        var sender = new RequestSender(layer, outbox, env.Ids, parts.Addresses);
        var register = new RegisterHandler(parts.Registrar, authenticator, new Random());
        var server = new UserAgentServer(register, calls, layer, new TransactionTable(timers), keys, new ToTags(key0, key1));
        return new Shard(number, dispatcher, counters, outbox, server, calls, sender, journal, parts.Registrar.Locations, connections, log.BufferOf(number), time, logger);
    }
}
