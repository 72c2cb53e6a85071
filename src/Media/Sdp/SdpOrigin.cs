using Tandem.Sip.Flows;

namespace Tandem.Media.Sdp;

/// <summary>What we write into o= (RFC 8866 §5.2) in place of what a peer wrote there.</summary>
/// <param name="SessionId">Names the session; the same in all bodies that one side of a call gets.</param>
/// <param name="Version">Rises by one with each body that differs from the one before (RFC 3264 §8).</param>
/// <param name="Address">Our address towards that side; the port does not count.</param>
public readonly record struct SdpOrigin(ulong SessionId, ulong Version, IpEndpoint Address);
