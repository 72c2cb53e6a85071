using Tandem.Sip.Flows;
using Tandem.Switching.Calls;

namespace Tandem.Switching.Records;

/// <summary>
/// The record of one call attempt, filled in while the call goes on. Its shard writes it; once it is handed to the journal
/// at the end it does not change any more. Times are milliseconds since the Unix epoch, 0 = not reached.
/// </summary>
public sealed class CallRecord
{
    /// <summary>Unique among all calls of all runs: what makes writing it twice harmless.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the INVITE came.</summary>
    public required long StartedAt { get; init; }

    /// <summary>When the first ringing or progress went to the caller.</summary>
    public long AlertedAt { get; set; }

    /// <summary>
    /// How long the callee took to ring or to answer, from the INVITE of the last attempt on, in milliseconds (its post-dial delay);
    /// 0 = it did neither. That of the caller is from <see cref="StartedAt"/> to <see cref="AlertedAt"/>.
    /// </summary>
    public int CalleeDelay { get; set; }

    /// <summary>When the call was answered.</summary>
    public long AnsweredAt { get; set; }

    /// <summary>When it ended.</summary>
    public long EndedAt { get; set; }

    /// <summary>The caller's and the called number as received, as billed and as sent.</summary>
    public CallNumbers Received { get; set; }

    /// <inheritdoc cref="Received"/>
    public CallNumbers Billed { get; set; }

    /// <inheritdoc cref="Received"/>
    public CallNumbers Sent { get; set; }

    /// <summary>Where the call came in.</summary>
    public CallParty Caller { get; set; }

    /// <summary>Where it went, the last attempt of several.</summary>
    public CallParty Callee { get; set; }

    /// <summary>The account of the caller; "" = none.</summary>
    public string Account { get; set; } = "";

    /// <summary>Whether media passed the relay.</summary>
    public bool Relayed { get; set; }

    /// <summary>How many gateways and phones were tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Why it ended.</summary>
    public CallEndReason EndReason { get; set; }

    /// <summary>Which side ended it.</summary>
    public EndSide EndSide { get; set; }

    /// <summary>The final SIP code that the caller was or would have been told; 200 for an answered call.</summary>
    public int EndCode { get; set; }

    /// <summary>The rule, limit or gateway that decided the end; "" when none did.</summary>
    public string EndRule { get; set; } = "";

    /// <summary>The Reason header that came with the end (RFC 3326); "" = none.</summary>
    public string SipReason { get; set; } = "";

    /// <summary>The explanation of the route as JSON; "" when the call got no further than the entry.</summary>
    public string Route { get; set; } = "";

    /// <summary>What was measured of the media that came from the caller.</summary>
    public MediaQuality FromCaller { get; set; }

    /// <summary>What was measured of the media that came from the callee.</summary>
    public MediaQuality FromCallee { get; set; }
}

/// <summary>A pair of numbers.</summary>
/// <param name="Caller">The caller's.</param>
/// <param name="Callee">The called one.</param>
public readonly record struct CallNumbers(string Caller, string Callee);

/// <summary>One side of a call.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The name of the phone or gateway; "" when unknown.</param>
/// <param name="Address">Its signalling address as seen on the wire.</param>
/// <param name="MediaAddress">Its media address, the latched one when relayed; default when there was none.</param>
/// <param name="Codec">The audio codec of its last answer; "" when there was none.</param>
/// <param name="UserAgent">Its User-Agent or Server; "" when it told none.</param>
/// <param name="CallId">The Call-ID of the dialog with it.</param>
public readonly record struct CallParty(
    PartyKind Kind, string Name, IpEndpoint Address, IpEndpoint MediaAddress, string Codec, string UserAgent, string CallId);

/// <summary>What a side of a call is. The numbers stand in call records.</summary>
public enum PartyKind : byte
{
    /// <summary>Nobody the switch knows.</summary>
    Unknown = 0,
    /// <summary>A phone.</summary>
    Phone = 1,
    /// <summary>A mapping gateway.</summary>
    MappingGateway = 2,
    /// <summary>A routing gateway.</summary>
    RoutingGateway = 3,
}

/// <summary>What was measured of one direction of a call's audio.</summary>
/// <param name="Packets">RTP packets relayed.</param>
/// <param name="Lost">Packets missing by their sequence numbers.</param>
/// <param name="JitterMicroseconds">Interarrival jitter (RFC 3550 §6.4.1), the greatest of the call's reports.</param>
/// <param name="Mos">The estimated mean opinion score in hundredths, 100–450; 0 = not known.</param>
/// <param name="RoundTripMicroseconds">The last RTCP round trip; 0 = not known.</param>
/// <param name="Refused">Packets from elsewhere than the party, refused.</param>
/// <param name="Silent">True when nothing was heard of the party, fewer than five packets: one-way audio.</param>
/// <param name="DtmfEvents">Keys that were pressed: telephone events in the relayed audio (RFC 4733), and INFO, which is counted without a relay too.</param>
public readonly record struct MediaQuality(
    long Packets, long Lost, int JitterMicroseconds, int Mos, int RoundTripMicroseconds, long Refused, bool Silent, int DtmfEvents = 0);
