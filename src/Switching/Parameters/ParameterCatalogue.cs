using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using static Tandem.Switching.Parameters.ParameterCategory;

namespace Tandem.Switching.Parameters;

/// <summary>
/// The one place that declares a parameter. A parameter stands here only when the behaviour it drives exists; the
/// reference in docs/parameters.md and the console's help are made from this.
/// </summary>
public static class ParameterCatalogue
{
    /// <summary>Where the switch listens.</summary>
    public static readonly ListParameter<SipListen> SipListen = new(
        ParameterRules.DefaultListen, "a list of transport:address:port, where transport is udp, tcp, tls, ws or wss and the address may be left out",
        mayBeEmpty: false, ParameterRules.ReadListen, listen => listen.ToString())
    {
        Name = "SS_SIP_LISTEN", Category = SoftswitchSip,
        Meaning = "Where the switch listens for SIP; a change opens and closes listeners at once, unchanged ones stay open.",
    };

    /// <summary>The realm of every challenge.</summary>
    public static readonly TextParameter Realm = new("", "printable characters without \" and \\; empty = the request's domain when it is one of ours, else the listening address",
        ParameterRules.QuotableProblem)
    {
        Name = "SS_SIP_AUTHENTICATION_REALM", Category = SoftswitchSip,
        Meaning = "The realm put into digest challenges; phones hash it together with their password.",
    };

    /// <summary>The domains that are ours.</summary>
    public static readonly ListParameter<string> Domains = new(
        [], "a list of host names or addresses; empty = every domain", mayBeEmpty: true, ParameterRules.ReadDomain, domain => domain)
    {
        Name = "SS_SIP_DOMAINS", Category = SoftswitchSip,
        Meaning = "The domains that phones may register in; a REGISTER for another domain is refused. The listening addresses are always ours.",
    };

    /// <summary>The digest algorithms offered.</summary>
    public static readonly ListParameter<DigestAlgorithm> DigestAlgorithms = new(
        [DigestAlgorithm.Sha256, DigestAlgorithm.Md5], "a list of SHA-256 and MD5", mayBeEmpty: false, ParameterRules.ReadAlgorithm,
        algorithm => algorithm == DigestAlgorithm.Sha256 ? "SHA-256" : "MD5")
    {
        Name = "SS_SIP_DIGEST_ALGORITHMS", Category = SoftswitchSip,
        Meaning = "The digest algorithms offered in challenges, in this order (RFC 8760 wants the strongest first).",
    };

    /// <summary>Who is offered MD5 only.</summary>
    public static readonly ListParameter<string> Md5UserAgents = new(
        ["baresip v0.", "baresip v1.", "sipsak", "SIPp"], "a list of beginnings of User-Agent texts; empty = everybody is offered all algorithms", mayBeEmpty: true,
        ParameterRules.ReadUserAgent, agent => agent)
    {
        Name = "SS_SIP_DIGEST_MD5_USER_AGENTS", Category = SoftswitchSip,
        Meaning = "Phones that give up at a challenge which offers anything besides MD5: those whose User-Agent begins so are offered MD5 only.",
    };

    /// <summary>How long a nonce is good.</summary>
    public static readonly IntegerParameter NonceLifetime = new(300, 30, 86400)
    {
        Name = "SS_SIP_NONCE_LIFETIME", Category = SoftswitchSip, Unit = "s",
        Meaning = "The age at which a nonce is answered with stale=true, which phones answer without asking their user.",
    };

    /// <summary>The expiry when none is asked for.</summary>
    public static readonly IntegerParameter EndpointExpire = new(3600, 60, 86400)
    {
        Name = "SS_ENDPOINT_EXPIRE", Category = SoftswitchSystem, Unit = "s",
        Meaning = "The lifetime of a registration when the phone asks for none.",
    };

    /// <summary>The shortest expiry accepted.</summary>
    public static readonly IntegerParameter EndpointExpireMin = new(60, 1, 3600)
    {
        Name = "SS_ENDPOINT_EXPIRE_MIN", Category = SoftswitchSystem, Unit = "s",
        Meaning = "The shortest registration accepted; a shorter one is answered 423 with Min-Expires. A phone may have its own.",
    };

    /// <summary>The longest expiry granted.</summary>
    public static readonly IntegerParameter EndpointExpireMax = new(7200, 60, 604800)
    {
        Name = "SS_ENDPOINT_EXPIRE_MAX", Category = SoftswitchSystem, Unit = "s",
        Meaning = "The longest registration granted; a longer wish is cut to it. A phone may have its own.",
    };

    /// <summary>How far granted expiries are spread.</summary>
    public static readonly IntegerParameter EndpointExpireSpread = new(10, 0, 50)
    {
        Name = "SS_ENDPOINT_EXPIRE_SPREAD", Category = SoftswitchSystem, Unit = "percent",
        Meaning = "The random shortening of granted expiries, so that phones do not all come back at one moment; never below the minimum.",
    };

    /// <summary>What happens when a phone has all the contacts it may have.</summary>
    public static readonly SwitchParameter RegisterReplace = new(true)
    {
        Name = "SS_ENDPOINT_REGISTER_REPLACE", Category = SoftswitchSystem,
        Meaning = "What a new contact beyond the limit does: On (1) it replaces the oldest, Off (0) it is refused with 403.",
    };

    /// <summary>How many contacts a phone may have.</summary>
    public static readonly IntegerParameter MaxBindings = new(1, 1, 100)
    {
        Name = "SERVER_REGISTRAR_MAX_BINDINGS", Category = ServerSecurity, Unit = "contacts",
        Meaning = "How many contacts one address-of-record may hold at once; beyond it SS_ENDPOINT_REGISTER_REPLACE decides. A phone may have its own.",
    };

    /// <summary>Whether endpoints are suspended.</summary>
    public static readonly SwitchParameter Suspend = new(true)
    {
        Name = "SS_ENDPOINTREGISTERSUSPEND", Category = SoftswitchSystem,
        Meaning = "Whether an endpoint is suspended from registering after too many wrong passwords.",
    };

    /// <summary>How many failures suspend.</summary>
    public static readonly IntegerParameter SuspendRetry = new(6, 1, 100)
    {
        Name = "SS_ENDPOINTREGISTERRETRY", Aliases = ["SS_AUTHENTICATION_MAX_RETRY"], Category = SoftswitchSystem, Unit = "failures",
        Meaning = "How many registrations of an endpoint with wrong credentials, one after another, suspend it.",
    };

    /// <summary>How long a suspension lasts.</summary>
    public static readonly IntegerParameter SuspendTime = new(180, 60, 86400)
    {
        Name = "SS_ENDPOINTREGISTERSUSPENDTIME", Aliases = ["SS_AUTHENTICATION_FAILED_SUSPEND"], Category = SoftswitchSystem, Unit = "s",
        Meaning = "How long a suspended endpoint stays suspended, and how long a failure is counted.",
    };

    /// <summary>Whom a suspension stops.</summary>
    public static readonly EnumParameter<SuspensionScope> SuspendScope = new(SuspensionScope.Source)
    {
        Name = "SS_ENDPOINTREGISTERSUSPENDSCOPE", Category = SoftswitchSystem,
        Meaning = "Whom a suspension stops: 0 everybody, so that an attacker can lock the owner out; 1 the failing source, and once 3 sources fail, all but the endpoint's known sources.",
    };

    /// <summary>The mark of signalling packets.</summary>
    public static readonly OctetParameter QosSignal = new(0xa0)
    {
        Name = "SS_QOS_SIGNAL", Category = SoftswitchSystem,
        Meaning = "The TOS byte (IPv4) or traffic class (IPv6) of SIP packets; a change marks UDP at once and connections when they are opened.",
    };

    /// <summary>How long suspensions stay in the history.</summary>
    public static readonly IntegerParameter HistoryDays = new(90, 1, 3650)
    {
        Name = "SERVER_REGISTRATION_HISTORY_DAYS", Category = ServerSystem, Unit = "days",
        Meaning = "How long the history of suspensions is kept.",
    };

    /// <summary>How long the audit log is kept.</summary>
    public static readonly IntegerParameter AuditDays = new(730, 30, 3650)
    {
        Name = "SERVER_AUDIT_RETENTION_DAYS", Category = ServerSecurity, Unit = "days",
        Meaning = "How long the audit log of changes is kept.",
    };

    /// <summary>The shortest password accepted.</summary>
    public static readonly IntegerParameter PasswordLength = new(8, 4, 64)
    {
        Name = "SERVER_PASSWORD_LENGTH", Category = ServerSecurity, Unit = "characters",
        Meaning = "The shortest password accepted for phones, gateways and users, and the length of generated ones when it is above 16.",
    };

    /// <summary>More characters for generated passwords.</summary>
    public static readonly TextParameter PasswordCharacters = new("", "printable characters without \" and \\", ParameterRules.QuotableProblem)
    {
        Name = "SERVER_PASSWORD_TERMINAL_ADDITIONAL_CHARACTERS", Aliases = ["SERVER_TERMINAL_ADDITIONAL_CHARACTERS"], Category = ServerSecurity,
        Meaning = "Characters that generated phone and gateway passwords may have besides letters and digits.",
    };

    /// <summary>How long a login stays locked.</summary>
    public static readonly IntegerParameter LoginLockTime = new(120, 30, 7200)
    {
        Name = "SERVER_LOGIN_FAILED_DISABLE_TIME", Category = ServerSecurity, Unit = "s",
        Meaning = "How long a user cannot sign in from an address after 5 wrong passwords from there.",
    };

    /// <summary>The lifetime of API tokens.</summary>
    public static readonly IntegerParameter TokenDays = new(0, 0, 3650)
    {
        Name = "SERVER_API_TOKEN_DAYS", Category = ServerSecurity, Unit = "days", Zero = "no end",
        Meaning = "The lifetime of an API token for which none is given.",
    };

    /// <summary>Every parameter: those above in their order, then those of calls, records, gateways and traces.</summary>
    public static readonly IReadOnlyList<ParameterDefinition> All = Numbered(
    [
        SipListen, Realm, Domains, DigestAlgorithms, Md5UserAgents, NonceLifetime,
        EndpointExpire, EndpointExpireMin, EndpointExpireMax, EndpointExpireSpread, RegisterReplace, MaxBindings,
        Suspend, SuspendRetry, SuspendTime, SuspendScope, QosSignal,
        HistoryDays, AuditDays, PasswordLength, PasswordCharacters, LoginLockTime, TokenDays,
        .. CallParameters.All, .. RoutingParameters.All, .. IdentityParameters.All, .. RecordParameters.All, .. GatewayParameters.All, .. TraceParameters.All,
    ]);

    private static readonly Dictionary<string, ParameterDefinition> ByName = All
        .SelectMany(p => p.Aliases.Append(p.Name), (p, name) => (p, name))
        .ToDictionary(pair => pair.name, pair => pair.p, StringComparer.OrdinalIgnoreCase);

    /// <summary>The parameter of that name or alias, whatever the case; null when there is none.</summary>
    public static ParameterDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    private static ParameterDefinition[] Numbered(ParameterDefinition[] parameters)
    {
        for (var i = 0; i < parameters.Length; i++) parameters[i].Index = i;
        return parameters;
    }
}
