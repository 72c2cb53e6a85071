namespace Tandem.Switching.Calls;

/// <summary>When a party may be made another offer (RFC 3264 §4, RFC 3311 §5).</summary>
internal static class OfferRules
{
    /// <summary>
    /// True when a leg has an offer open or owes the answer to one. Before the call is answered only who knows UPDATE can be asked,
    /// and only once it has agreed with the first offer.
    /// </summary>
    public static bool IsBusy(CallLeg leg) => leg.Confirmed
        ? leg.InviteToPeer is not null || leg.Bridged is { Offered: true } || !IsSettled(leg)
        : !leg.Traits.HasFlag(PeerTraits.Update) || leg.SdpSent.Length == 0 || leg.SdpReceived.Length == 0 || leg.Provisional is { IsWaiting: true };

    /// <summary>
    /// False while an ACK is missing: who has not acknowledged our 2xx may not know the dialog yet and would say 481, and whose own
    /// 2xx waits for the answer to its offer takes no other one.
    /// </summary>
    public static bool IsSettled(CallLeg leg) => leg.Answer is null && (leg.AckSent || !leg.Confirmed);
}
