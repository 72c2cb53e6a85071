using Tandem.Media.Relay;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Transactions;
using Tandem.Switching.Authentication;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>What the calls of one shard work with.</summary>
/// <param name="Layer">The shard's transactions.</param>
/// <param name="Timers">The timers of RFC 3261.</param>
/// <param name="Outbox">Where messages are written and sent.</param>
/// <param name="Ids">Draws tags, branches and Call-IDs.</param>
/// <param name="Addresses">Our address towards each peer.</param>
/// <param name="Relay">Lends media ports.</param>
/// <param name="Journal">Keeps the records.</param>
/// <param name="Planner">Decides limits, numbers and routes.</param>
/// <param name="Secrets">Opens the passwords that carriers ask for.</param>
/// <param name="Trace">Keeps the messages of each call.</param>
/// <param name="Shards">The other shards.</param>
public sealed record CallEnvironment(
    TransactionLayer Layer, TransactionTimers Timers, IOutbox Outbox, LocalIds Ids, ILocalAddresses Addresses, IMediaRelay Relay, ICallJournal Journal,
    CallPlanner Planner, DigestSecrets Secrets, ICallTrace Trace, ICallShards Shards)
{
    /// <summary>The calls.</summary>
    internal CallTable Calls { get; } = new(Shards);

    /// <summary>The legs that were given to other shards.</summary>
    internal MovedLegs Moved { get; } = new(Shards, Timers.Linger);

    /// <summary>Takes what the calls of a shard are told.</summary>
    internal CallHandler Handler { get; set; } = null!;

    /// <summary>The parameters in force.</summary>
    internal CallSettings Settings { get; set; } = null!;

    /// <summary>Where an SDP body is written before it goes into a message.</summary>
    internal byte[] SdpSpace { get; } = new byte[16 * 1024];

    /// <summary>Tells the calls of a shard something, this one included.</summary>
    internal void Tell(int shard, CallMessage message, long now)
    {
        if (shard == Ids.Shard) Handler.Take(message, now);
        else Shards.Tell(shard, message);
    }
}
