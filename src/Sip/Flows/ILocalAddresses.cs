namespace Tandem.Sip.Flows;

/// <summary>Which of our addresses and ports a peer reaches us at: what stands in Via, Contact and SDP.</summary>
public interface ILocalAddresses
{
    /// <summary>The address and port for messages on a flow. Does not wait and does not allocate in steady state.</summary>
    IpEndpoint For(in Flow flow);
}
