using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>One address at which a SIP peer takes requests.</summary>
/// <param name="Transport">How they travel.</param>
/// <param name="Remote">Where to.</param>
/// <param name="Share">Where it stands among the peer's servers.</param>
public readonly record struct SipTarget(SipTransport Transport, IpEndpoint Remote, ServerShare Share = default);

/// <summary>Where the address of a server stands among those of its peer, as SRV records have it (RFC 2782).</summary>
/// <param name="Rank">Those of a lower rank are tried first.</param>
/// <param name="Weight">The server's share of the requests among those of the same rank.</param>
/// <param name="Server">The server's number in its rank; its addresses follow each other.</param>
public readonly record struct ServerShare(int Rank, ushort Weight, int Server);

/// <summary>What was found for a peer.</summary>
/// <param name="Targets">Its addresses in the order in which they are to be tried (RFC 3263 §4.3), but for the shares of equal ranks.</param>
/// <param name="Error">One sentence without a full stop when something could not be found out or nothing was found; else null.</param>
public sealed record SipTargets(IReadOnlyList<SipTarget> Targets, string? Error);
