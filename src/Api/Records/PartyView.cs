using System.ComponentModel;
using System.Text.Json.Serialization;
using Tandem.Sip.Flows;
using Tandem.Switching.Records;

namespace Tandem.Api.Records;

/// <summary>One side of a recorded call.</summary>
public sealed record PartyView
{
    /// <summary>The number as billed.</summary>
    [Description("The number as billed, or as received when the call got no further than the entry.")]
    public required string Number { get; init; }

    /// <summary>The number as received.</summary>
    [Description("The number as it came in.")]
    public required string Received { get; init; }

    /// <summary>The number as sent.</summary>
    [Description("The number as it went out; empty when nothing did.")]
    public required string Sent { get; init; }

    /// <summary>What it is.</summary>
    [Description("unknown, phone, mappingGateway or routingGateway.")]
    public required string Kind { get; init; }

    /// <summary>The phone or gateway.</summary>
    [Description("The name of the phone or gateway; empty when there is none.")]
    public required string Name { get; init; }

    /// <summary>The signalling address.</summary>
    [Description("The signalling address and port as seen on the wire; empty when there was none.")]
    public required string Address { get; init; }

    /// <summary>The media address.</summary>
    [Description("The media address and port; empty when there was none.")]
    public required string MediaAddress { get; init; }

    /// <summary>The codec.</summary>
    [Description("The audio codec; empty when there was none.")]
    public required string Codec { get; init; }

    /// <summary>The User-Agent.</summary>
    [Description("Its User-Agent or Server; text of the peer's choice.")]
    public required string UserAgent { get; init; }

    /// <summary>The Call-ID.</summary>
    [Description("The Call-ID of the dialog with it; empty when there was none.")]
    public required string CallId { get; init; }

    /// <summary>Its post-dial delay.</summary>
    [Description("The post-dial delay in seconds: of the caller until it heard of ringing or the answer, of the callee from its INVITE until it rang or answered; null = it did not.")]
    public required decimal? PddSeconds { get; init; }

    /// <summary>Its media.</summary>
    [Description("What was measured of the media that came from it; not in lists, and only when something was.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MediaQualityView? Media { get; init; }

    internal static PartyView Of(CallParty party, string number, string received, string sent, long delay, MediaQuality quality) => new()
    {
        Number = number,
        Received = received,
        Sent = sent,
        Kind = RecordWords.Word(party.Kind),
        Name = party.Name,
        Address = Text(party.Address),
        MediaAddress = Text(party.MediaAddress),
        Codec = party.Codec,
        UserAgent = party.UserAgent,
        CallId = party.CallId,
        PddSeconds = delay == 0 ? null : delay / 1000m,
        Media = quality == default ? null : MediaQualityView.Of(quality),
    };

    /// <summary>The text of an address; empty for none.</summary>
    internal static string Text(IpEndpoint address) => address == default ? "" : address.ToString();
}

/// <summary>What was measured of one direction of a call's audio.</summary>
/// <param name="Packets">RTP packets.</param>
/// <param name="Lost">Packets missing.</param>
/// <param name="JitterMs">The greatest jitter.</param>
/// <param name="Mos">The estimated opinion score.</param>
/// <param name="RoundTripMs">The round trip.</param>
/// <param name="Refused">Packets refused.</param>
/// <param name="Silent">Whether nothing was heard of it.</param>
/// <param name="Dtmf">Keys that were pressed.</param>
public sealed record MediaQualityView(
    [property: Description("RTP packets relayed.")] long Packets,
    [property: Description("Packets missing by their sequence numbers.")] long Lost,
    [property: Description("The greatest interarrival jitter, in milliseconds (RFC 3550 §6.4.1).")] decimal JitterMs,
    [property: Description("The estimated mean opinion score, 1.00–4.50; null = not known.")] decimal? Mos,
    [property: Description("The last RTCP round trip, in milliseconds; null = not known.")] decimal? RoundTripMs,
    [property: Description("Packets from elsewhere that were refused.")] long Refused,
    [property: Description("true when nothing was heard of it, fewer than five packets in the whole talk: one-way audio.")] bool Silent,
    [property: Description("Keys that it pressed: telephone events in the relayed audio (RFC 4733), and INFO, which is counted without a relay too.")] int Dtmf)
{
    internal static MediaQualityView Of(MediaQuality quality) => new(
        quality.Packets, quality.Lost, quality.JitterMicroseconds / 1000m, quality.Mos == 0 ? null : quality.Mos / 100m,
        quality.RoundTripMicroseconds == 0 ? null : quality.RoundTripMicroseconds / 1000m, quality.Refused, quality.Silent, quality.DtmfEvents);
}
