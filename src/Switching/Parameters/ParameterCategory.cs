namespace Tandem.Switching.Parameters;

/// <summary>The groups in which operators look for a parameter; the original's names.</summary>
public static class ParameterCategory
{
    /// <summary>The registrar and the switch as a whole.</summary>
    public const string SoftswitchSystem = "softswitch-system";
    /// <summary>The SIP stack.</summary>
    public const string SoftswitchSip = "softswitch-sip";
    /// <summary>The management platform's store and history.</summary>
    public const string ServerSystem = "server-system";
    /// <summary>Passwords, logins, tokens.</summary>
    public const string ServerSecurity = "server-security";
    /// <summary>What is recorded and billed.</summary>
    public const string ServerBilling = "server-billing";
    /// <summary>Call records and where they go.</summary>
    public const string ServerCdr = "server-cdr";
}
