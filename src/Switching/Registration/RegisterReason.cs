namespace Tandem.Switching.Registration;

/// <summary>
/// How a REGISTER ended, by its true name. The numbers reach the disk in logs and histories and never change.
/// </summary>
public enum RegisterReason : byte
{
    /// <summary>A new contact was bound.</summary>
    Registered = 0,
    /// <summary>Contacts that were bound already got more time.</summary>
    Refreshed = 1,
    /// <summary>Contacts were removed.</summary>
    Unregistered = 2,
    /// <summary>The REGISTER had no Contact: the bindings were listed (RFC 3261 §10.2.3).</summary>
    Fetched = 3,

    /// <summary>No credentials for us yet.</summary>
    Challenged = 10,
    /// <summary>The nonce is too old or was not issued to this source.</summary>
    StaleNonce = 11,
    /// <summary>The nonce count has been used before.</summary>
    ReplayedNonce = 12,
    /// <summary>The endpoint exists and the response is not that of its password.</summary>
    WrongPassword = 13,
    /// <summary>There is no such endpoint, or it has no password; on the wire the same as a wrong password.</summary>
    UnknownEndpoint = 14,

    /// <summary>The endpoint is suspended for this source.</summary>
    EndpointSuspended = 20,
    /// <summary>The source is not in the endpoint's address list.</summary>
    AddressNotAllowed = 21,
    /// <summary>The endpoint is locked.</summary>
    EndpointLocked = 22,
    /// <summary>The endpoint's validity is over.</summary>
    EndpointExpired = 23,
    /// <summary>Its account is locked.</summary>
    AccountLocked = 24,
    /// <summary>Its account's validity is over.</summary>
    AccountExpired = 25,
    /// <summary>An account above its account is locked or expired.</summary>
    AgentLocked = 26,
    /// <summary>All contacts are taken and SS_ENDPOINT_REGISTER_REPLACE is off.</summary>
    ReplacementRefused = 27,
    /// <summary>The domain is none of SS_SIP_DOMAINS.</summary>
    DomainNotOurs = 28,
    /// <summary>The REGISTER itself has more contacts than the endpoint may hold.</summary>
    TooManyContacts = 29,

    /// <summary>The wanted expiry is below the minimum.</summary>
    IntervalTooBrief = 40,
    /// <summary>A Contact cannot be read, or cannot be bound.</summary>
    BadContact = 41,
    /// <summary>"Contact: *" without Expires: 0, or beside other contacts (RFC 3261 §10.3 step 6).</summary>
    BadStar = 42,
    /// <summary>The CSeq is not above that of an earlier REGISTER with the same Call-ID (RFC 3261 §10.3 step 7).</summary>
    OutOfOrder = 43,
    /// <summary>To names no address-of-record.</summary>
    NoAddressOfRecord = 44,
}

/// <summary>What a reason is answered with and how it is written in logs and metrics.</summary>
public sealed class RegisterAnswer(int status, ReadOnlySpan<byte> phrase, ReadOnlySpan<byte> token)
{
    private readonly byte[] _phrase = phrase.ToArray();
    private readonly byte[] _token = token.ToArray();

    /// <summary>The status code.</summary>
    public int Status { get; } = status;

    /// <summary>The phrase on the wire: neutral, so that it tells an attacker nothing the code does not.</summary>
    public ReadOnlySpan<byte> Phrase => _phrase;

    /// <summary>The true reason in log lines and metrics.</summary>
    public ReadOnlySpan<byte> Token => _token;
}

/// <summary>The one table from reasons to answers.</summary>
public static class RegisterReasons
{
    // By the reason's number: every message asks several times.
    private static readonly RegisterAnswer?[] Answers = [.. Enumerable.Range(0, (int)Enum.GetValues<RegisterReason>().Max() + 1)
        .Select(number => Enum.IsDefined((RegisterReason)number) ? Answer((RegisterReason)number) : null)];

    /// <summary>The answer to a REGISTER that ended so.</summary>
    public static RegisterAnswer AnswerOf(RegisterReason reason) => Answers[(int)reason] ?? throw new ArgumentOutOfRangeException(nameof(reason));

    private static RegisterAnswer Answer(RegisterReason reason) => reason switch
    {
        RegisterReason.Registered => new(200, "OK"u8, "registered"u8),
        RegisterReason.Refreshed => new(200, "OK"u8, "refreshed"u8),
        RegisterReason.Unregistered => new(200, "OK"u8, "unregistered"u8),
        RegisterReason.Fetched => new(200, "OK"u8, "fetched"u8),
        RegisterReason.Challenged => new(401, "Unauthorized"u8, "challenged"u8),
        RegisterReason.StaleNonce => new(401, "Unauthorized"u8, "stale_nonce"u8),
        RegisterReason.ReplayedNonce => new(401, "Unauthorized"u8, "replayed_nonce"u8),
        RegisterReason.WrongPassword => new(401, "Unauthorized"u8, "wrong_password"u8),
        RegisterReason.UnknownEndpoint => new(401, "Unauthorized"u8, "unknown_endpoint"u8),
        RegisterReason.EndpointSuspended => new(403, "Forbidden"u8, "endpoint_suspended"u8),
        RegisterReason.AddressNotAllowed => new(403, "Forbidden"u8, "address_not_allowed"u8),
        RegisterReason.EndpointLocked => new(403, "Forbidden"u8, "endpoint_locked"u8),
        RegisterReason.EndpointExpired => new(403, "Forbidden"u8, "endpoint_expired"u8),
        RegisterReason.AccountLocked => new(403, "Forbidden"u8, "account_locked"u8),
        RegisterReason.AccountExpired => new(403, "Forbidden"u8, "account_expired"u8),
        RegisterReason.AgentLocked => new(403, "Forbidden"u8, "agent_locked"u8),
        RegisterReason.ReplacementRefused => new(403, "Forbidden"u8, "replacement_refused"u8),
        RegisterReason.DomainNotOurs => new(403, "Forbidden"u8, "domain_not_ours"u8),
        RegisterReason.TooManyContacts => new(403, "Forbidden"u8, "too_many_contacts"u8),
        RegisterReason.IntervalTooBrief => new(423, "Interval Too Brief"u8, "interval_too_brief"u8),
        RegisterReason.BadContact => new(400, "Bad Contact"u8, "bad_contact"u8),
        RegisterReason.BadStar => new(400, "Bad Contact Wildcard"u8, "bad_star"u8),
        RegisterReason.OutOfOrder => new(500, "CSeq Out Of Order"u8, "out_of_order"u8),
        RegisterReason.NoAddressOfRecord => new(404, "Not Found"u8, "no_address_of_record"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
