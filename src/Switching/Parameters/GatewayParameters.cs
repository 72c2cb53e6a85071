using static Tandem.Switching.Parameters.ParameterCategory;

namespace Tandem.Switching.Parameters;

/// <summary>The parameters of how routing gateways are found, watched and registered with.</summary>
public static class GatewayParameters
{
    /// <summary>How often gateways' names are resolved.</summary>
    public static readonly IntegerParameter DnsUpdateInterval = new(600, 10, 86400)
    {
        Name = "SERVER_DNS_UPDATE_INTERVAL", Category = ServerSystem, Unit = "s",
        Meaning = "How often the names of routing gateways and registrars are looked up again; a failed look-up is repeated sooner, and the last good answer stays in use.",
    };

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<ParameterDefinition> All = [DnsUpdateInterval];
}
