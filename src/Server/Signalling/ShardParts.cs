using Tandem.Media.Relay;
using Tandem.Sip.Flows;
using Tandem.Switching.Authentication;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;

namespace Tandem.Server.Signalling;

/// <summary>What the shards work with besides their sockets; each part is safe for many threads, or made for each shard.</summary>
/// <param name="Registrar">What their registrars share.</param>
/// <param name="Routing">What the planning of calls shares.</param>
/// <param name="Secrets">Gives the endpoints' digest secrets.</param>
/// <param name="Relay">Lends media ports.</param>
/// <param name="Addresses">Our address towards each peer.</param>
/// <param name="JournalOf">The call journal of a shard.</param>
/// <param name="TraceOf">The trace of a shard's calls.</param>
public sealed record ShardParts(
    RegistrarState Registrar, RoutingState Routing, DigestSecrets Secrets, IMediaRelay Relay, ILocalAddresses Addresses,
    Func<int, ICallJournal> JournalOf, Func<int, ICallTrace> TraceOf);
