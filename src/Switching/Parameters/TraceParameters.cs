using static Tandem.Switching.Parameters.ParameterCategory;

namespace Tandem.Switching.Parameters;

/// <summary>The parameters of what is kept and copied of calls' messages. Part of the <see cref="ParameterCatalogue"/>.</summary>
public static class TraceParameters
{
    /// <summary>How much memory the messages of calls may take.</summary>
    public static readonly IntegerParameter Memory = new(64, 0, 4096)
    {
        Name = "SS_SIP_TRACE_MEMORY", Category = SoftswitchSip, Unit = "MiB", Zero = "no messages are kept",
        Meaning = "How much memory the latest SIP messages of calls may take, for tandem trace; the oldest make room for new ones. A change forgets them all.",
    };

    /// <summary>The capture server.</summary>
    public static readonly TextParameter HepServer = new("", "host:port, or an address and port; empty = off", ParameterRules.HostPortProblem)
    {
        Name = "SS_HEP_SERVER", Category = SoftswitchSip,
        Meaning = "The capture server that gets a copy of every SIP message of calls, over UDP in the Homer encapsulation protocol (HEPv3).",
    };

    /// <summary>Our number at the capture server.</summary>
    public static readonly IntegerParameter HepId = new(2001, 0, int.MaxValue)
    {
        Name = "SS_HEP_ID", Category = SoftswitchSip,
        Meaning = "The number by which the capture server knows this switch (capture agent ID).",
    };

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<ParameterDefinition> All = [Memory, HepServer, HepId];
}
