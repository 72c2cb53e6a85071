using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;
using Tandem.Switching.Calls;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using Tandem.Switching.Registration;

namespace Tandem.Architecture.Tests;

/// <summary>
/// The numbers that stand in databases and logs of running systems. A new name gets a new number here; an old one never
/// changes, and the number of one that is gone is not given again.
/// </summary>
public sealed class FrozenNumbersTests
{
    [Fact]
    public void Transports_keep_their_numbers() => AssertFrozen<SipTransport>("Udp=0 Tcp=1 Tls=2 Ws=3 Wss=4");

    [Fact]
    public void Authentication_modes_keep_their_numbers() => AssertFrozen<AuthenticationMode>("Password=0 Address=1 Both=2");

    [Fact]
    public void Scopes_of_tokens_keep_their_numbers() => AssertFrozen<TokenScope>("Read=0 Write=1 Admin=2");

    [Fact]
    public void Scopes_of_suspensions_keep_their_numbers() => AssertFrozen<SuspensionScope>("Endpoint=0 Source=1");

    [Fact]
    public void Reasons_of_REGISTER_keep_their_numbers() => AssertFrozen<RegisterReason>(
        """
        Registered=0 Refreshed=1 Unregistered=2 Fetched=3
        Challenged=10 StaleNonce=11 ReplayedNonce=12 WrongPassword=13 UnknownEndpoint=14
        EndpointSuspended=20 AddressNotAllowed=21 EndpointLocked=22 EndpointExpired=23 AccountLocked=24 AccountExpired=25
        AgentLocked=26 ReplacementRefused=27 DomainNotOurs=28 TooManyContacts=29
        IntervalTooBrief=40 BadContact=41 BadStar=42 OutOfOrder=43 NoAddressOfRecord=44
        """);

    [Fact]
    public void Reasons_of_ended_calls_keep_their_numbers() => AssertFrozen<CallEndReason>(
        """
        CallerHungUp=1 CalleeHungUp=2 CallerCancelled=3 Refused=4 Busy=5 NoAnswer=6 Declined=7 OperatorHungUp=8
        Transferred=9 UnknownCaller=20 AddressNotAllowed=21 WrongPassword=22 CallerLocked=23 CallerExpired=24
        AccountLocked=25 AccountExpired=26 AgentLocked=27 CallerSuspended=28 CallRateExceeded=40 LinesExceeded=41
        GroupLinesExceeded=42 CalleeLinesExceeded=43 NoMediaPort=44 MediaNotRelayable=45 NoNumber=60 CallerLength=61 CalleeLength=62
        CallerPrefix=63 CalleePrefix=64 CallerGroup=65 CalleeGroup=66 DestinationNotAllowed=67 NotFound=80 NoRoute=81
        Offline=82 CalleeLocked=83 DoNotDisturb=84 ForwardLoop=85 Loop=86 InviteTimeout=100 TryingTimeout=101
        ProgressTimeout=102 RingingTimeout=103 Unreachable=104 SessionTimeout=120 NoMedia=121 DurationLimit=122
        NoAck=123 DialogGone=124 CodecMismatch=125 ProtocolError=126 SwitchStopped=140 SwitchCrashed=141
        InternalError=142
        """);

    [Fact]
    public void Sides_that_end_calls_keep_their_numbers() => AssertFrozen<EndSide>("Caller=0 Callee=1 Server=2");

    [Fact]
    public void Kinds_of_parties_keep_their_numbers() => AssertFrozen<PartyKind>("Unknown=0 Phone=1 MappingGateway=2 RoutingGateway=3");

    [Fact]
    public void Rejections_of_messages_keep_their_numbers() => AssertFrozen<SipRejection>(
        """
        None=0 KeepAlive=1 NotSip=2 BadRequestLine=3 BadStatusLine=4 VersionNotSupported=5 BadRequestUri=6 UriTooLong=7
        TruncatedHeaders=8 BareLineEnd=9 BadHeaderLine=10 TooManyHeaders=11 HeaderTooLong=12 MessageTooLong=13
        DuplicateHeader=14 MissingVia=15 BadVia=16 TooManyVias=17 MissingFrom=18 BadFrom=19 MissingTo=20 BadTo=21
        MissingCallId=22 BadCallId=23 MissingCSeq=24 BadCSeq=25 CSeqMethodMismatch=26 BadContentLength=27
        BodyShorterThanContentLength=28 MissingContentLength=29 TooManyContacts=30
        """);

    [Fact]
    public void Rejections_of_credentials_keep_their_numbers() => AssertFrozen<CredentialsRejection>(
        """
        None=0 NotDigest=1 Malformed=2 DuplicateParameter=3 MissingParameter=4 UnknownAlgorithm=5 UnknownQop=6
        BadNonceCount=7 BadResponse=8 TooLong=9
        """);

    // What concerns calls is stored as words: the kinds of objects, the names of fields and the values of choices.
    [Fact]
    public void Kinds_of_objects_keep_their_words() => Assert.Equal(["routing-gateway", "gateway-group", "number-group", "number-transform"],
        [ObjectKinds.RoutingGateways.Slug, ObjectKinds.GatewayGroups.Slug, ObjectKinds.NumberGroups.Slug, ObjectKinds.NumberTransforms.Slug]);

    [Fact]
    public void Choices_of_fields_keep_their_words()
    {
        AssertWords(PhoneCallFields.Catalogue, "call_lock", "none, outgoing, incoming, all");
        AssertWords(PhoneCallFields.Catalogue, "media", "auto, on, off, must-on");
        AssertWords(PhoneCallFields.Catalogue, "media_watch", "none, to-peer, from-peer, both");
        AssertWords(MappingCallFields.Catalogue, "caller_source", "from, remote-party-id, display, p-asserted-identity, p-preferred-identity");
        AssertWords(MappingCallFields.Catalogue, "callee_source", "request-uri, to, diversion");
        AssertWords(RoutingGatewayFields.Catalogue, "prefix_mode", "terminate, continue");
        AssertWords(RoutingGatewayFields.Catalogue, "remote_party_id", "none, pass, caller");
        AssertWords(RoutingGatewayFields.Catalogue, "privacy", "none, pass, id");
    }

    private static void AssertWords<T>(FieldCatalogue<T> catalogue, string field, string words) where T : class =>
        Assert.StartsWith(words, catalogue.Find(field)!.Range);

    private static void AssertFrozen<T>(string expected) where T : struct, Enum =>
        Assert.Equal(expected.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), Enum.GetValues<T>().Select(v => $"{v}={v:D}"));
}
