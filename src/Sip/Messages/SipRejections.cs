namespace Tandem.Sip.Messages;

/// <summary>The one table from rejections to answers.</summary>
public static class SipRejections
{
    /// <summary>The answer to a rejection.</summary>
    public static RejectionAnswer Of(SipRejection rejection) => rejection switch
    {
        SipRejection.None => new(0, default, "none"),
        SipRejection.KeepAlive => new(0, default, "keep_alive"),
        SipRejection.NotSip => new(0, default, "not_sip"),
        SipRejection.BadRequestLine => new(400, "Malformed Request Line"u8, "bad_request_line"),
        SipRejection.BadStatusLine => new(0, default, "bad_status_line"),
        SipRejection.VersionNotSupported => new(505, "Version Not Supported"u8, "version_not_supported"),
        SipRejection.BadRequestUri => new(400, "Malformed Request-URI"u8, "bad_request_uri"),
        SipRejection.UriTooLong => new(414, "Request-URI Too Long"u8, "uri_too_long"),
        SipRejection.TruncatedHeaders => new(400, "Message Ends Within The Header"u8, "truncated_headers"),
        SipRejection.BareLineEnd => new(400, "CR or LF Alone In The Header"u8, "bare_line_end"),
        SipRejection.BadHeaderLine => new(400, "Malformed Header Field"u8, "bad_header_line"),
        SipRejection.TooManyHeaders => new(400, "Too Many Header Fields"u8, "too_many_headers"),
        SipRejection.HeaderTooLong => new(400, "Header Field Too Long"u8, "header_too_long"),
        SipRejection.MessageTooLong => new(513, "Message Too Large"u8, "message_too_long"),
        SipRejection.DuplicateHeader => new(400, "Repeated Header Field"u8, "duplicate_header"),
        SipRejection.MissingVia => new(0, default, "missing_via"),
        SipRejection.BadVia => new(400, "Malformed Via"u8, "bad_via"),
        SipRejection.TooManyVias => new(483, "Too Many Hops"u8, "too_many_vias"),
        SipRejection.MissingFrom => new(400, "Missing From"u8, "missing_from"),
        SipRejection.BadFrom => new(400, "Malformed From"u8, "bad_from"),
        SipRejection.MissingTo => new(400, "Missing To"u8, "missing_to"),
        SipRejection.BadTo => new(400, "Malformed To"u8, "bad_to"),
        SipRejection.MissingCallId => new(400, "Missing Call-ID"u8, "missing_call_id"),
        SipRejection.BadCallId => new(400, "Malformed Call-ID"u8, "bad_call_id"),
        SipRejection.MissingCSeq => new(400, "Missing CSeq"u8, "missing_cseq"),
        SipRejection.BadCSeq => new(400, "Malformed CSeq"u8, "bad_cseq"),
        SipRejection.CSeqMethodMismatch => new(400, "CSeq Method Differs"u8, "cseq_method_mismatch"),
        SipRejection.BadContentLength => new(400, "Malformed Content-Length"u8, "bad_content_length"),
        SipRejection.BodyShorterThanContentLength => new(400, "Body Shorter Than Content-Length"u8, "body_too_short"),
        SipRejection.MissingContentLength => new(400, "Missing Content-Length"u8, "missing_content_length"),
        SipRejection.TooManyContacts => new(400, "Too Many Contacts"u8, "too_many_contacts"),
        _ => throw new ArgumentOutOfRangeException(nameof(rejection)),
    };
}
