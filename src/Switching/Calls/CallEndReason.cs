namespace Tandem.Switching.Calls;

/// <summary>
/// Why a call ended or was refused: exactly one for each call. The numbers stand in call records and never change;
/// <see cref="CallEndReasons"/> gives each its answer, its side and its word.
/// </summary>
public enum CallEndReason : short
{
    /// <summary>The caller hung up.</summary>
    CallerHungUp = 1,
    /// <summary>The callee hung up.</summary>
    CalleeHungUp = 2,
    /// <summary>The caller gave up before the answer.</summary>
    CallerCancelled = 3,
    /// <summary>The callee or its carrier refused; the code is theirs.</summary>
    Refused = 4,
    /// <summary>The callee is busy (486, 600).</summary>
    Busy = 5,
    /// <summary>Nobody answered in time.</summary>
    NoAnswer = 6,
    /// <summary>The callee refused the call (603).</summary>
    Declined = 7,
    /// <summary>An operator ended the call.</summary>
    OperatorHungUp = 8,
    /// <summary>One party was transferred and this leg of the story is over.</summary>
    Transferred = 9,

    /// <summary>The caller could not be identified.</summary>
    UnknownCaller = 20,
    /// <summary>The caller's address is not allowed.</summary>
    AddressNotAllowed = 21,
    /// <summary>The caller's credentials did not verify.</summary>
    WrongPassword = 22,
    /// <summary>The calling phone or gateway is locked.</summary>
    CallerLocked = 23,
    /// <summary>The calling phone's or gateway's validity is over.</summary>
    CallerExpired = 24,
    /// <summary>The account is locked.</summary>
    AccountLocked = 25,
    /// <summary>The account's validity is over.</summary>
    AccountExpired = 26,
    /// <summary>An agent above the account is locked.</summary>
    AgentLocked = 27,
    /// <summary>The caller is suspended from authenticating.</summary>
    CallerSuspended = 28,

    /// <summary>More call attempts than the limit of the caller.</summary>
    CallRateExceeded = 40,
    /// <summary>All lines of the caller are in use.</summary>
    LinesExceeded = 41,
    /// <summary>All lines of a gateway group are in use.</summary>
    GroupLinesExceeded = 42,
    /// <summary>All lines of the called phone are in use.</summary>
    CalleeLinesExceeded = 43,
    /// <summary>The switch has no media port left.</summary>
    NoMediaPort = 44,
    /// <summary>The media must be relayed and cannot be: it needs ICE (WebRTC).</summary>
    MediaNotRelayable = 45,

    /// <summary>There is no called number.</summary>
    NoNumber = 60,
    /// <summary>The caller's number has a length that is not allowed.</summary>
    CallerLength = 61,
    /// <summary>The called number has a length that is not allowed.</summary>
    CalleeLength = 62,
    /// <summary>The caller's number has a prefix that is not allowed.</summary>
    CallerPrefix = 63,
    /// <summary>The called number has a prefix that is not allowed.</summary>
    CalleePrefix = 64,
    /// <summary>A number group forbids the caller.</summary>
    CallerGroup = 65,
    /// <summary>A number group forbids the callee.</summary>
    CalleeGroup = 66,
    /// <summary>The caller may not reach such a destination (phones of this switch only, or all but those).</summary>
    DestinationNotAllowed = 67,

    /// <summary>No prefix of any routing gateway matches the number.</summary>
    NotFound = 80,
    /// <summary>Prefixes match, but no gateway can be used.</summary>
    NoRoute = 81,
    /// <summary>The called phone is not registered.</summary>
    Offline = 82,
    /// <summary>The called phone's or gateway's incoming calls are locked.</summary>
    CalleeLocked = 83,
    /// <summary>The called phone does not want to be disturbed.</summary>
    DoNotDisturb = 84,
    /// <summary>Forwarded too often, or in a circle.</summary>
    ForwardLoop = 85,
    /// <summary>The call came back to this switch, or its Max-Forwards ran out.</summary>
    Loop = 86,

    /// <summary>A gateway or phone did not answer the INVITE at all.</summary>
    InviteTimeout = 100,
    /// <summary>It answered 100 and nothing more.</summary>
    TryingTimeout = 101,
    /// <summary>It made progress and nothing more.</summary>
    ProgressTimeout = 102,
    /// <summary>It rang too long.</summary>
    RingingTimeout = 103,
    /// <summary>It could not be reached.</summary>
    Unreachable = 104,

    /// <summary>The session was not refreshed in time (RFC 4028).</summary>
    SessionTimeout = 120,
    /// <summary>No media arrived for too long.</summary>
    NoMedia = 121,
    /// <summary>The longest duration was reached.</summary>
    DurationLimit = 122,
    /// <summary>The answer was not acknowledged.</summary>
    NoAck = 123,
    /// <summary>A party no longer knows the call (481, 408 in the dialog).</summary>
    DialogGone = 124,
    /// <summary>The codecs do not match (488).</summary>
    CodecMismatch = 125,
    /// <summary>The message makes no sense or asks for what is not supported.</summary>
    ProtocolError = 126,

    /// <summary>The switch was stopped.</summary>
    SwitchStopped = 140,
    /// <summary>The switch ended without stopping; closed at the next start, up to the last checkpoint.</summary>
    SwitchCrashed = 141,
    /// <summary>A fault of the switch.</summary>
    InternalError = 142,
}

/// <summary>Which side ended a call. The numbers stand in call records.</summary>
public enum EndSide : byte
{
    /// <summary>The caller.</summary>
    Caller = 0,
    /// <summary>The callee.</summary>
    Callee = 1,
    /// <summary>The switch.</summary>
    Server = 2,
}
