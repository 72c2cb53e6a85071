namespace Tandem.Sip.Messages;

/// <summary>
/// Why bytes are not a message that the switch reads on. <see cref="SipRejections"/> says what each is answered with. The
/// numbers are in logs and counters and never change.
/// </summary>
public enum SipRejection : byte
{
    /// <summary>Accepted.</summary>
    None = 0,
    /// <summary>Nothing but line ends: a keep-alive (RFC 5626 §3.5.1).</summary>
    KeepAlive = 1,
    /// <summary>No start line of SIP: another protocol, or noise.</summary>
    NotSip = 2,
    /// <summary>A request line against RFC 3261 §7.1.</summary>
    BadRequestLine = 3,
    /// <summary>A status line against RFC 3261 §7.2.</summary>
    BadStatusLine = 4,
    /// <summary>A version other than SIP/2.0.</summary>
    VersionNotSupported = 5,
    /// <summary>A Request-URI against its grammar.</summary>
    BadRequestUri = 6,
    /// <summary>A Request-URI beyond <see cref="SipLimits.MaxUriLength"/>.</summary>
    UriTooLong = 7,
    /// <summary>The message ends before the empty line after the header fields.</summary>
    TruncatedHeaders = 8,
    /// <summary>A CR without LF or an LF without CR in the header.</summary>
    BareLineEnd = 9,
    /// <summary>A header field line without a colon or with a name that is no token.</summary>
    BadHeaderLine = 10,
    /// <summary>More lines than <see cref="SipLimits.MaxHeaders"/>.</summary>
    TooManyHeaders = 11,
    /// <summary>A line beyond <see cref="SipLimits.MaxHeaderLength"/>.</summary>
    HeaderTooLong = 12,
    /// <summary>A message beyond <see cref="SipLimits.MaxMessageLength"/>.</summary>
    MessageTooLong = 13,
    /// <summary>A second From, To, Call-ID, CSeq, Max-Forwards or Content-Length.</summary>
    DuplicateHeader = 14,
    /// <summary>No Via.</summary>
    MissingVia = 15,
    /// <summary>A topmost Via against its grammar.</summary>
    BadVia = 16,
    /// <summary>More values than <see cref="SipLimits.MaxVias"/>.</summary>
    TooManyVias = 17,
    /// <summary>No From.</summary>
    MissingFrom = 18,
    /// <summary>A From against its grammar.</summary>
    BadFrom = 19,
    /// <summary>No To.</summary>
    MissingTo = 20,
    /// <summary>A To against its grammar.</summary>
    BadTo = 21,
    /// <summary>No Call-ID.</summary>
    MissingCallId = 22,
    /// <summary>A Call-ID that is empty or has white space in it.</summary>
    BadCallId = 23,
    /// <summary>No CSeq.</summary>
    MissingCSeq = 24,
    /// <summary>A CSeq against its grammar or beyond 32 bits.</summary>
    BadCSeq = 25,
    /// <summary>A CSeq whose method is not the request's.</summary>
    CSeqMethodMismatch = 26,
    /// <summary>A Content-Length that is no number or beyond <see cref="SipLimits.MaxMessageLength"/>.</summary>
    BadContentLength = 27,
    /// <summary>Fewer bytes after the header than Content-Length says.</summary>
    BodyShorterThanContentLength = 28,
    /// <summary>No Content-Length on a stream, where nothing else tells the end of a message (RFC 3261 §18.3).</summary>
    MissingContentLength = 29,
    /// <summary>More values than <see cref="SipLimits.MaxContacts"/>.</summary>
    TooManyContacts = 30,
}
