using Tandem.Media.Relay;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>One side of a call: the dialog with one peer and what is under way in it. Used by the call's shard only.</summary>
internal sealed class CallLeg(Call call, RelaySide side, Dialog dialog, SessionTimer session)
{
    /// <summary>The call; another one after a transfer.</summary>
    public Call Call { get; private set; } = call;

    /// <summary>Its side of the call's media.</summary>
    public RelaySide Side { get; private set; } = side;

    /// <summary>The dialog.</summary>
    public Dialog Dialog => dialog;

    /// <summary>What requests in the dialog are sent on.</summary>
    public Flow Flow => dialog.Flow;

    /// <summary>The attempt that this leg belongs to; null for the caller.</summary>
    public RunningAttempt? Attempt { get; init; }

    /// <summary>Who made the INVITE that began this leg; null for one that we made.</summary>
    public Caller? Caller { get; init; }

    /// <summary>The phone at the other end; null when it is a gateway.</summary>
    public Phone? Phone => Attempt is { } running ? running.Attempt.Phone : Caller?.Phone;

    /// <summary>Which of its directions end the call when they stay silent.</summary>
    public MediaWatch MediaWatch => Attempt is { } running
        ? running.Attempt.Phone?.Calls.MediaWatch ?? running.Attempt.Gateway!.MediaWatch
        : Caller!.Phone?.Calls.MediaWatch ?? Caller.Gateway?.Calls.MediaWatch ?? Caller.Carrier!.MediaWatch;

    /// <summary>Whether its media may come from an address that nothing speaks for.</summary>
    public bool MediaAnySource => Attempt is { } running
        ? running.Attempt.Phone?.Calls.MediaAnySource ?? running.Attempt.Gateway!.MediaAnySource
        : Caller!.Phone?.Calls.MediaAnySource ?? Caller.Gateway?.Calls.MediaAnySource ?? Caller.Carrier!.MediaAnySource;

    /// <summary>Who is at the other end.</summary>
    public CallParty Party { get; set; }

    /// <summary>The line that it occupies, among those of its call; null when it has none.</summary>
    public LineLease? Line { get; set; }

    /// <summary>The shard that gave it to this one, and sends on what its peer asks; null when it began here.</summary>
    public int? CameFrom { get; set; }

    /// <summary>The peer's INVITE that has no final answer yet, or whose 2xx waits for its ACK; null when there is none.</summary>
    public ServerTransaction? InviteFromPeer { get; set; }

    /// <summary>Our INVITE that has no final answer yet; null when there is none.</summary>
    public ClientTransaction? InviteToPeer { get; set; }

    /// <summary>The number of the INVITE that the next ACK belongs to.</summary>
    public uint InviteSequence { get; set; }

    /// <summary>The number of the peer's INVITE that was answered last: what its ACK carries.</summary>
    public uint AnsweredSequence { get; set; }

    /// <summary>True once the peer's latest 2xx was acknowledged.</summary>
    public bool AckSent { get; set; }

    /// <summary>The body of that ACK: the answer to a late offer; empty when there was none.</summary>
    public byte[] AckBody { get; set; } = [];

    /// <summary>Sends the 2xx again until its ACK comes; null when none is waited for.</summary>
    public AnswerRetransmission? Answer { get; set; }

    /// <summary>The reliable provisional answers to the peer's INVITE (RFC 3262); null until one was sent.</summary>
    public ReliableProvisional? Provisional { get; set; }

    /// <summary>Puts the reliable provisional answers to our INVITE in order; null until one came.</summary>
    public ReliableReception? Reception { get; set; }

    /// <summary>The session timer with this peer (RFC 4028).</summary>
    public SessionTimer Session => session;

    /// <summary>What the peer can do.</summary>
    public PeerTraits Traits { get; set; }

    /// <summary>The SDP sent to the peer last; empty when none was.</summary>
    public byte[] SdpSent { get; set; } = [];

    /// <summary>The SDP that came from the peer last; empty when none did.</summary>
    public byte[] SdpReceived { get; set; } = [];

    /// <summary>The version in the o= line of the SDP sent last (RFC 3264 §8).</summary>
    public ulong SdpVersion { get; set; }

    /// <summary>When the present stage of the attempt is over; long.MaxValue when no stage runs.</summary>
    public long StageEndsAt { get; set; } = long.MaxValue;

    /// <summary>What a stage that runs too long means.</summary>
    public CallEndReason StageReason { get; set; }

    /// <summary>True when the stage is that of 183 with SDP.</summary>
    public bool StageHasSdp { get; set; }

    /// <summary>The peer's request that was passed on and has no final answer yet; null when there is none.</summary>
    public BridgedRequest? Bridged { get; set; }

    /// <summary>When our INVITE within the dialog has waited long enough for its final answer; long.MaxValue when none waits.</summary>
    public long ReinviteEndsAt { get; set; } = long.MaxValue;

    /// <summary>What answers the challenges of the peer (RFC 3261 §22); empty until one came.</summary>
    public List<DigestAnswer> Credentials { get; private init; } = [];

    /// <summary>The re-INVITE that crossed one of the peer's (491) and is to be sent again; null when none is.</summary>
    public TransferOffer? OfferAgain { get; private set; }

    /// <summary>When that is; long.MaxValue when none is.</summary>
    public long OfferAgainAt { get; private set; } = long.MaxValue;

    /// <summary>Whether session timers are offered to the peer.</summary>
    public bool OffersTimer => Attempt?.Attempt.Gateway is null or { SessionTimer: true };

    /// <summary>True once the dialog is confirmed (a 2xx was sent or received).</summary>
    public bool Confirmed { get; set; }

    /// <summary>True once this side is over: BYE sent or received, attempt failed or cancelled.</summary>
    public bool Gone { get; set; }

    /// <summary>The Reason that our BYE is to carry once the ACK has come, when the call ended before it (RFC 3261 §15).</summary>
    public string? ByeAfterAck { get; set; }

    /// <summary>Our INVITE within the dialog was sent: its final answer is waited for so long.</summary>
    public void BeginReinvite(ClientTransaction? sent, long endsAt) => (InviteToPeer, InviteSequence, ReinviteEndsAt) = (sent, Dialog.LocalSequence, endsAt);

    /// <summary>The final answer to our INVITE has come, or is not waited for any more.</summary>
    public void EndReinvite() => (InviteToPeer, ReinviteEndsAt) = (null, long.MaxValue);

    /// <summary>A re-INVITE is to be sent again at a time.</summary>
    public void Postpone(TransferOffer offer, long at) => (OfferAgain, OfferAgainAt) = (offer, at);

    /// <summary>Takes the re-INVITE that was to be sent again; null when none was.</summary>
    public TransferOffer? TakePostponed()
    {
        var offer = OfferAgain;
        (OfferAgain, OfferAgainAt) = (null, long.MaxValue);
        return offer;
    }

    /// <summary>The leg becomes one of another call.</summary>
    public void MoveTo(Call other, RelaySide otherSide) => (Call, Side) = (other, otherSide);

    /// <summary>The dialog for another call, perhaps of another shard. What is under way in it stays behind.</summary>
    public CallLeg Copy() => new(Call, Side, dialog.Copy(), session.Copy())
    {
        Attempt = Attempt,
        Caller = Caller,
        Party = Party,
        CameFrom = CameFrom,
        InviteSequence = InviteSequence,
        AnsweredSequence = AnsweredSequence,
        AckSent = AckSent,
        AckBody = AckBody,
        Traits = Traits,
        SdpSent = SdpSent,
        SdpReceived = SdpReceived,
        SdpVersion = SdpVersion,
        Credentials = [.. Credentials],
        Confirmed = Confirmed,
    };

    /// <summary>Notes what a request or answer says of the peer.</summary>
    public void NotePeer(SipMessage message)
    {
        if (message.Has(HeaderName.Allow)) Set(PeerTraits.Update, OptionTags.Has(message, HeaderName.Allow, "UPDATE"u8));
        if (message.Has(HeaderName.Supported) || message.Has(HeaderName.Require))
        {
            var requires = OptionTags.Has(message, HeaderName.Require, OptionTags.Reliable);
            Set(PeerTraits.RequiresReliable, requires);
            Set(PeerTraits.Reliable, requires || OptionTags.Has(message, HeaderName.Supported, OptionTags.Reliable));
        }
    }

    /// <summary>The earliest time at which something of this leg is due.</summary>
    public long NextTimer => Math.Min(
        Math.Min(Math.Min(StageEndsAt, ReinviteEndsAt), Math.Min(OfferAgainAt, Session.NextTimer)),
        Math.Min(Answer?.NextTimer ?? long.MaxValue, Provisional?.NextTimer ?? long.MaxValue));

    private void Set(PeerTraits trait, bool on) => Traits = on ? Traits | trait : Traits & ~trait;
}

/// <summary>What a peer has said it can do.</summary>
[Flags]
internal enum PeerTraits : byte
{
    /// <summary>Nothing known.</summary>
    None = 0,
    /// <summary>UPDATE is in its Allow (RFC 3311).</summary>
    Update = 1,
    /// <summary>100rel is in its Supported (RFC 3262).</summary>
    Reliable = 2,
    /// <summary>100rel is in its Require.</summary>
    RequiresReliable = 4,
    /// <summary>Its offer came with the INVITE: the answer is ours to give.</summary>
    Offered = 8,
}
