using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>The data of one record that answers a question.</summary>
internal abstract record DnsRecord
{
    private DnsRecord()
    {
    }

    /// <summary>A or AAAA: an address, its port 0.</summary>
    public sealed record Address(IpEndpoint Endpoint) : DnsRecord;

    /// <summary>SRV (RFC 2782): a host and port that offer a service; the target "" says that nobody does.</summary>
    /// <param name="Priority">Lower ones are tried first.</param>
    /// <param name="Weight">The share among those of the same priority.</param>
    /// <param name="Port">The port.</param>
    /// <param name="Target">The host's name.</param>
    public sealed record Location(ushort Priority, ushort Weight, ushort Port, string Target) : DnsRecord;

    /// <summary>NAPTR (RFC 3403), of which RFC 3263 uses the order, the service and the name that leads on.</summary>
    /// <param name="Order">Lower ones come first.</param>
    /// <param name="Preference">Among those of the same order lower ones come first.</param>
    /// <param name="Flags">"s": the replacement is the name of SRV records.</param>
    /// <param name="Services">Such as SIP+D2U.</param>
    /// <param name="Replacement">The name to go on with.</param>
    public sealed record Naming(ushort Order, ushort Preference, string Flags, string Services, string Replacement) : DnsRecord;
}
