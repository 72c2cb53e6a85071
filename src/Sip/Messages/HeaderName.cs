namespace Tandem.Sip.Messages;

/// <summary>
/// The header fields that are found without comparing text. Every other one is <see cref="Other"/> and found by its name.
/// </summary>
public enum HeaderName : byte
{
    /// <summary>A header field that is not in this list.</summary>
    Other,
    /// <summary>Via, compact v.</summary>
    Via,
    /// <summary>From, compact f.</summary>
    From,
    /// <summary>To, compact t.</summary>
    To,
    /// <summary>Call-ID, compact i.</summary>
    CallId,
    /// <summary>CSeq.</summary>
    CSeq,
    /// <summary>Contact, compact m.</summary>
    Contact,
    /// <summary>Expires.</summary>
    Expires,
    /// <summary>Min-Expires.</summary>
    MinExpires,
    /// <summary>Content-Length, compact l.</summary>
    ContentLength,
    /// <summary>Content-Type, compact c.</summary>
    ContentType,
    /// <summary>Max-Forwards.</summary>
    MaxForwards,
    /// <summary>Route.</summary>
    Route,
    /// <summary>Record-Route.</summary>
    RecordRoute,
    /// <summary>Path.</summary>
    Path,
    /// <summary>Authorization.</summary>
    Authorization,
    /// <summary>Proxy-Authorization.</summary>
    ProxyAuthorization,
    /// <summary>WWW-Authenticate.</summary>
    WwwAuthenticate,
    /// <summary>Proxy-Authenticate.</summary>
    ProxyAuthenticate,
    /// <summary>Require.</summary>
    Require,
    /// <summary>Proxy-Require.</summary>
    ProxyRequire,
    /// <summary>Supported, compact k.</summary>
    Supported,
    /// <summary>Unsupported.</summary>
    Unsupported,
    /// <summary>Allow.</summary>
    Allow,
    /// <summary>User-Agent.</summary>
    UserAgent,
    /// <summary>Server.</summary>
    Server,
    /// <summary>Date.</summary>
    Date,
    /// <summary>Retry-After.</summary>
    RetryAfter,
    /// <summary>Event, compact o.</summary>
    Event,
    /// <summary>Authentication-Info.</summary>
    AuthenticationInfo,
    /// <summary>Accept.</summary>
    Accept,
    /// <summary>Accept-Contact, compact a.</summary>
    AcceptContact,
    /// <summary>Accept-Encoding.</summary>
    AcceptEncoding,
    /// <summary>Accept-Language.</summary>
    AcceptLanguage,
    /// <summary>Alert-Info.</summary>
    AlertInfo,
    /// <summary>Allow-Events, compact u.</summary>
    AllowEvents,
    /// <summary>Call-Info.</summary>
    CallInfo,
    /// <summary>Content-Disposition.</summary>
    ContentDisposition,
    /// <summary>Content-Encoding, compact e.</summary>
    ContentEncoding,
    /// <summary>Content-Language.</summary>
    ContentLanguage,
    /// <summary>Diversion.</summary>
    Diversion,
    /// <summary>Error-Info.</summary>
    ErrorInfo,
    /// <summary>Flow-Timer.</summary>
    FlowTimer,
    /// <summary>History-Info.</summary>
    HistoryInfo,
    /// <summary>Identity, compact y.</summary>
    Identity,
    /// <summary>Identity-Info, compact n.</summary>
    IdentityInfo,
    /// <summary>In-Reply-To.</summary>
    InReplyTo,
    /// <summary>Join.</summary>
    Join,
    /// <summary>MIME-Version.</summary>
    MimeVersion,
    /// <summary>Min-SE.</summary>
    MinSe,
    /// <summary>Organization.</summary>
    Organization,
    /// <summary>P-Asserted-Identity.</summary>
    PAssertedIdentity,
    /// <summary>P-Preferred-Identity.</summary>
    PPreferredIdentity,
    /// <summary>Priority.</summary>
    Priority,
    /// <summary>Privacy.</summary>
    Privacy,
    /// <summary>RAck.</summary>
    RAck,
    /// <summary>Reason.</summary>
    Reason,
    /// <summary>Refer-To, compact r.</summary>
    ReferTo,
    /// <summary>Referred-By, compact b.</summary>
    ReferredBy,
    /// <summary>Reject-Contact, compact j.</summary>
    RejectContact,
    /// <summary>Remote-Party-ID.</summary>
    RemotePartyId,
    /// <summary>Replaces.</summary>
    Replaces,
    /// <summary>Reply-To.</summary>
    ReplyTo,
    /// <summary>Request-Disposition, compact d.</summary>
    RequestDisposition,
    /// <summary>RSeq.</summary>
    RSeq,
    /// <summary>Service-Route.</summary>
    ServiceRoute,
    /// <summary>Session-Expires, compact x.</summary>
    SessionExpires,
    /// <summary>SIP-ETag.</summary>
    SipETag,
    /// <summary>SIP-If-Match.</summary>
    SipIfMatch,
    /// <summary>Subject, compact s.</summary>
    Subject,
    /// <summary>Subscription-State.</summary>
    SubscriptionState,
    /// <summary>Timestamp.</summary>
    Timestamp,
    /// <summary>Warning.</summary>
    Warning,
}
