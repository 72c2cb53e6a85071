using Tandem.Sip.Flows;

namespace Tandem.Switching.Protection;

/// <summary>An address from which an endpoint has authenticated, for the store.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Address">The address; its port says nothing.</param>
/// <param name="Day">The day of the latest success, counted from the Unix epoch in UTC.</param>
public readonly record struct KnownSource(string Endpoint, IpEndpoint Address, int Day);
