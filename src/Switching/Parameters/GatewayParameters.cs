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

    /// <summary>How often gateways are asked whether they live.</summary>
    public static readonly IntegerParameter OptionsCheckPeriod = new(60, 10, 86400)
    {
        Name = "SS_SIP_OPTIONS_CHECK_PERIOD", Category = SoftswitchSip, Unit = "s",
        Meaning = "How often routing gateways with the online check are asked with OPTIONS; three silences take an address out until it answers.",
    };

    /// <summary>The expiry that carriers are asked for.</summary>
    public static readonly IntegerParameter RegistrationExpire = new(0, 20, 7200)
    {
        Name = "SS_SIP_USER_AGENT_EXPIRE", Category = SoftswitchSip, Unit = "s", Zero = "negotiated: 3600 is asked for",
        Meaning = "The expiry asked for when the switch registers with a carrier; it keeps to what is granted. A gateway may have its own.",
    };

    /// <summary>How long a failed registration waits.</summary>
    public static readonly IntegerParameter RegistrationRetryDelay = new(60, 30, 600)
    {
        Name = "SS_SIP_USER_AGENT_RETRY_DELAY", Category = SoftswitchSip, Unit = "s",
        Meaning = "How long a registration with a carrier that failed waits before it is tried again; a longer Retry-After counts.",
    };

    /// <summary>Whether registrations are ended.</summary>
    public static readonly SwitchParameter SendUnregister = new(true)
    {
        Name = "SS_SIP_USER_AGENT_SEND_UNREGISTER", Category = SoftswitchSip,
        Meaning = "Whether carriers are told when a registration ends, because the switch stops or the gateway is removed or locked.",
    };

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<ParameterDefinition> All = [DnsUpdateInterval, OptionsCheckPeriod, RegistrationExpire, RegistrationRetryDelay, SendUnregister];
}
