using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>One address at which a SIP peer takes requests.</summary>
/// <param name="Transport">How they travel.</param>
/// <param name="Remote">Where to.</param>
public readonly record struct SipTarget(SipTransport Transport, IpEndpoint Remote);

/// <summary>What was found for a peer.</summary>
/// <param name="Targets">Its addresses in the order in which they are to be tried (RFC 3263 §4.3).</param>
/// <param name="Error">One sentence without a full stop when something could not be found out or nothing was found; else null.</param>
public sealed record SipTargets(IReadOnlyList<SipTarget> Targets, string? Error);
