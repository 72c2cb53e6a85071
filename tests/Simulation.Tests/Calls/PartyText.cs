using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Simulation.Tests.Calls;

/// <summary>What the messages of one party say again and again, written once.</summary>
internal sealed class PartyText
{
    private const string TransferPrefix = "4977";

    private readonly byte[] _sending;
    private readonly byte[] _holding;

    public PartyText(IpEndpoint address)
    {
        Host = address.AddressText;
        Contact = Encoding.ASCII.GetBytes($"<sip:{Host}:{address.Port}>");
        _sending = Sdp(1, "sendrecv");
        _holding = Sdp(2, "sendonly");
    }

    public string Host { get; }

    /// <summary>The value of Contact.</summary>
    public byte[] Contact { get; }

    /// <summary>Allow of a party that knows UPDATE, and of one that does not.</summary>
    public static ReadOnlySpan<byte> AllowOf(PartyTraits traits) =>
        traits.HasFlag(PartyTraits.Update) ? "INVITE, ACK, BYE, CANCEL, PRACK, UPDATE, INFO"u8 : "INVITE, ACK, BYE, CANCEL, PRACK, INFO"u8;

    /// <summary>Supported; empty when there is nothing to say.</summary>
    public static ReadOnlySpan<byte> SupportedOf(PartyTraits traits) => (traits & (PartyTraits.Timer | PartyTraits.Reliable)) switch
    {
        PartyTraits.Timer => "timer"u8,
        PartyTraits.Reliable => "100rel"u8,
        PartyTraits.None => [],
        _ => "100rel, timer"u8,
    };

    /// <summary>The session description of the party.</summary>
    public ReadOnlySpan<byte> SdpFor(bool holding) => holding ? _holding : _sending;

    /// <summary>The script that an INVITE's Subject names, or its number when a transfer has brought it about.</summary>
    public static int ScriptOf(SipMessage invite) => Utf8Parser.TryParse(invite.First(HeaderName.Subject), out int id, out _)
        ? id
        : SipUri.TryParse(invite.RequestUri, out var uri) && ScriptOfTransfer(Encoding.ASCII.GetString(uri.User)) is { } transferred ? transferred
        : throw new InvalidDataException("No Subject.");

    /// <summary>The number to which parties of a script are transferred.</summary>
    public static string TransferTo(int script) => string.Create(CultureInfo.InvariantCulture, $"{TransferPrefix}{script}");

    /// <summary>The script of a number that a party was transferred to; null for another number.</summary>
    public static int? ScriptOfTransfer(string number) =>
        number.StartsWith(TransferPrefix, StringComparison.Ordinal) ? int.Parse(number.AsSpan(TransferPrefix.Length), CultureInfo.InvariantCulture) : null;

    /// <summary>The script that a caller's Call-ID names.</summary>
    public static int ScriptOfCallId(string callId) => int.Parse(callId.AsSpan(5), CultureInfo.InvariantCulture);

    /// <summary>The Call-ID of a script.</summary>
    public static string CallIdOf(int script) => string.Create(CultureInfo.InvariantCulture, $"call-{script}");

    private byte[] Sdp(int version, string direction) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"v=0\r\no=- 7 {version} IN IP4 {Host}\r\ns=-\r\nc=IN IP4 {Host}\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na={direction}\r\n"));
}
