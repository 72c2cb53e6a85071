using System.ComponentModel;
using Tandem.Api.Records;
using Tandem.Sip.Flows;
using Tandem.Switching.Records;

namespace Tandem.Api.Calls;

/// <summary>One side of a call that goes on, as the API shows it.</summary>
public sealed record LivePartyView
{
    /// <summary>What it is.</summary>
    [Description("unknown, phone, mappingGateway or routingGateway.")]
    public required string Kind { get; init; }

    /// <summary>Its name.</summary>
    [Description("The name of the phone or gateway; null = not known.")]
    public string? Name { get; init; }

    /// <summary>Its signalling address.</summary>
    [Description("Its signalling address as seen on the wire; null = not known.")]
    public string? Address { get; init; }

    /// <summary>Its media address.</summary>
    [Description("Its media address; null = not known.")]
    public string? MediaAddress { get; init; }

    /// <summary>Its codec.</summary>
    [Description("The audio codec; null = not known.")]
    public string? Codec { get; init; }

    /// <summary>Its User-Agent.</summary>
    [Description("Its User-Agent or Server; text of the peer's choice.")]
    public string? UserAgent { get; init; }

    /// <summary>The Call-ID.</summary>
    [Description("The SIP Call-ID of the dialog with it.")]
    public string? CallId { get; init; }

    /// <summary>Its media.</summary>
    [Description("What was measured of the audio that came from it; null when the media does not pass the switch and it has pressed no key in INFO.")]
    public MediaQualityView? Media { get; init; }

    internal static LivePartyView Of(in CallParty party, in MediaQuality media) => new()
    {
        Kind = RecordWords.Word(party.Kind),
        Name = Given(party.Name),
        Address = Given(party.Address),
        MediaAddress = Given(party.MediaAddress),
        Codec = Given(party.Codec),
        UserAgent = Given(party.UserAgent),
        CallId = Given(party.CallId),
        Media = media == default ? null : MediaQualityView.Of(media),
    };

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? Given(IpEndpoint address) => address == default ? null : address.ToString();
}
