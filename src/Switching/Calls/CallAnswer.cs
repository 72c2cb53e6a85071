using System.Text;
using Tandem.Media.Relay;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>What the caller is told of the callee: ringing, early media, the answer; and what begins with the answer.</summary>
internal sealed class CallAnswer(CallEnvironment env, LegMessages messages, CallEnding ending, CallTransfer transfers)
{
    private const long CheckpointEvery = 10_000;

    // RFC 3326 §3.1: so that the other phones do not count a call as missed.
    internal const string AnsweredElsewhere = "SIP;cause=200";

    /// <summary>Decides whether the media of attempts that are made together is relayed: where one of them needs it, all are.</summary>
    public void DecideRelay(Call call, ReadOnlySpan<Attempt> attempts)
    {
        call.Media.Relayed = false;
        foreach (var attempt in attempts) call.Media.Relayed |= IsRelayed(call, attempt);
    }

    /// <summary>Decides the same for a phone that takes the call: what is relayed already stays so.</summary>
    public void DecideRelay(Call call, CallLeg picking, ReadOnlySpan<byte> offer)
    {
        var caller = call.CallerLeg;
        var needed = !CallMedia.NeedsIce(offer) && RelayDecision.IsNeeded(
            CallMedia.AddressIn(caller.SdpReceived), caller.Flow.Remote, picking.Flow.Remote, CallMedia.AddressIn(offer).WithPort(picking.Flow.Remote.Port));
        call.Media.Relayed |= RelayDecision.IsRelayed(ModeOf(call.Caller), picking.Phone?.Calls.Media, env.Settings.Media, needed);
    }

    /// <summary>Tells the caller of progress: 18x with the callee's SDP as the caller is to see it.</summary>
    public void Alert(Call call, CallLeg leg, SipMessage response, long now)
    {
        if (call.MadeFor is not null)
        {
            transfers.OnProgress(call, response, now);
            return;
        }
        if (call.State != CallState.Trying || call.HeldAnswer is not null || call.CallerLeg.InviteFromPeer is not { IsAnswered: false } invite) return;
        // A caller without an offer gets one with the 2xx: early media cannot be agreed with it.
        var offer = call.CallerLeg.Traits.HasFlag(PeerTraits.Offered) ? SdpBody.Of(response) : [];
        // Of several contacts that ring the caller hears once, unless one has something to be heard.
        if (offer.IsEmpty && call.AlertedWith == response.StatusCode) return;
        call.AlertedWith = response.StatusCode;
        if (call.Record.AlertedAt == 0) call.Record.AlertedAt = now;
        var sdp = ReadOnlySpan<byte>.Empty;
        if (!offer.IsEmpty && !TryPass(call, leg, offer, out sdp))
        {
            ending.End(call, new CallEnd(call.Media.Refusal), now);
            return;
        }
        // RFC 3262 §3: one reliable answer at a time.
        if (call.CallerLeg.Provisional is { IsWaiting: true }) call.HeldAlert = response.StatusCode;
        else SendAlert(call, invite, response.StatusCode, sdp, response, now);
    }

    /// <summary>A PRACK came (RFC 3262 §3): what waited for it may go.</summary>
    public void OnPrack(CallLeg leg, ServerTransaction transaction, SipMessage prack, long now)
    {
        var offer = SdpBody.Of(prack);
        // §5: it may carry an offer; one that asks for what is agreed already is answered, another has to wait for the 2xx.
        if (!offer.IsEmpty && !Media.Sdp.SdpComparison.AreSameButOrigin(offer, leg.SdpReceived))
        {
            messages.Respond(leg, transaction, 488, now);
            return;
        }
        if (leg.Provisional is not { } provisional || !RAck.TryRead(prack, out var rack) || !provisional.OnPrack(rack))
        {
            messages.Respond(leg, transaction, 481, now);
            return;
        }
        messages.Respond(leg, transaction, 200, now, new AnswerParts { Body = offer.IsEmpty ? [] : leg.SdpSent });
        SendHeld(leg.Call, now);
    }

    private void SendHeld(Call call, long now)
    {
        if (call.State != CallState.Trying || call.CallerLeg.InviteFromPeer is not { IsAnswered: false } invite) return;
        if (call.HeldAnswer is { } leg) Complete(call, leg, null, now);
        else if (call.HeldAlert != 0) SendAlert(call, invite, call.HeldAlert, call.CallerLeg.SdpSent, null, now);
        call.HeldAlert = 0;
    }

    /// <summary>Tells the caller that the call is being forwarded (RFC 3261 §21.1.3).</summary>
    public void TellForwarded(Call call, long now)
    {
        call.AlertedWith = 0;
        if (call.MadeFor is null && call.CallerLeg is { InviteFromPeer: { IsAnswered: false } invite, Provisional: null or { IsWaiting: false } })
            SendAlert(call, invite, 181, [], null, now);
    }

    /// <summary>A callee has answered: the other attempts are cancelled, and the caller is told.</summary>
    public void Connect(Call call, CallLeg leg, SipMessage response, long now)
    {
        leg.Confirmed = true;
        leg.Party = leg.Party with { UserAgent = RecordedText.UserAgentOf(response) };
        ending.CancelAttempts(call, AnsweredElsewhere, now, leg);
        leg.Session.OnAnswer(response, now);
        var answer = SdpBody.Of(response);
        // RFC 3262 §5: what a reliable 18x has said, the 2xx need not say again.
        if (answer.IsEmpty) answer = leg.SdpReceived;
        if (call.MadeFor is not null)
        {
            Acknowledge(leg, [], now);
            Begin(call, leg, now);
            transfers.OnAnswered(call, leg, answer, now);
            return;
        }
        if (!answer.IsEmpty && !TryPass(call, leg, answer, out _))
        {
            ending.End(call, new CallEnd(call.Media.Refusal), now);
            return;
        }
        // With the offer in our INVITE the answer is here; a late offer is answered in the caller's ACK, which ours waits for.
        if (call.CallerLeg.Traits.HasFlag(PeerTraits.Offered) || answer.IsEmpty) Acknowledge(leg, [], now);
        // RFC 3262 §3: no 2xx while the caller has not acknowledged what came before it.
        if (call.CallerLeg.Provisional is { IsWaiting: true }) call.HeldAnswer = leg;
        else Complete(call, leg, response, now);
    }

    /// <summary>The caller is told that a leg has answered, and time begins to count.</summary>
    /// <param name="call">The call.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="response">Its answer, of which some header fields pass; null = none.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public void Complete(Call call, CallLeg leg, SipMessage? response, long now)
    {
        var callerLeg = call.CallerLeg;
        var invite = callerLeg.InviteFromPeer!;
        Begin(call, leg, now);
        callerLeg.Provisional = null;
        messages.Accept(callerLeg, invite, leg.SdpReceived.Length > 0 ? callerLeg.SdpSent : [], response, now);
        Bound(call, now);
    }

    /// <summary>A leg has answered: record, checkpoints and limits begin.</summary>
    public void Begin(Call call, CallLeg leg, long now)
    {
        call.State = CallState.Answered;
        call.CalleeLeg = leg;
        call.HeldAnswer = null;
        // From now on the line is the call's, not the attempt's.
        call.Running.Clear();
        leg.Line = leg.Attempt?.Lease;
        if (leg.Line is { } line) call.Lines.Add(line);
        if (leg.Attempt is { } running) call.Record.Sent = running.Attempt.Sent;
        BeginRecord(call, leg, now);
        Limit(call, call.Plan.MaxDuration * 1000L, "max_duration", now);
        if (leg.Attempt?.Attempt is { } attempt) Limit(call, attempt.MaxDuration * 1000L, attempt.Name, now);
    }

    private void SendAlert(Call call, ServerTransaction invite, int status, ReadOnlySpan<byte> sdp, SipMessage? source, long now)
    {
        var reliable = IsReliable(call.CallerLeg, sdp);
        messages.Respond(call.CallerLeg, invite, status, now, new AnswerParts
        {
            Body = sdp,
            PassFrom = source,
            ReliableNumber = reliable ? ProvisionalOf(call.CallerLeg).Begin(now) : 0,
        });
    }

    /// <summary>Acknowledges the callee's 2xx, and remembers with what, for when it comes again.</summary>
    public void Acknowledge(CallLeg leg, ReadOnlySpan<byte> sdp, long now)
    {
        leg.AckSent = true;
        leg.AckBody = sdp.ToArray();
        messages.Acknowledge(leg, sdp, leg.InviteSequence, now);
    }

    private void BeginRecord(Call call, CallLeg leg, long now)
    {
        var record = call.Record;
        record.AnsweredAt = now;
        if (record.AlertedAt == 0) record.AlertedAt = now;
        record.Caller = call.CallerLeg.Party;
        record.Callee = leg.Party;
        record.Relayed = call.Media.Relayed;
        call.CheckpointAt = now + CheckpointEvery;
        call.Silence.Begin(now);
        if (call.Media.Relayed) call.MediaCheckAt = now + SessionKeeping.MediaCheckEvery;
        env.Journal.Answered(record);
    }

    /// <summary>Checkpoints an answered call, and sees to it that it has a bound.</summary>
    public void OnTimer(Call call, long now)
    {
        if (now < call.CheckpointAt) return;
        // Who is the caller's side may have changed since the answer, by a transfer, and so may what it supports.
        Bound(call, now);
        env.Journal.Checkpoint(call.Record, now);
        call.CheckpointAt = now + CheckpointEvery;
    }

    // A caller without session timers would not be missed if it went.
    private void Bound(Call call, long now)
    {
        if (!call.CallerLeg.Session.IsPeerCapable) Limit(call, env.Settings.NoTimerDuration, "SS_SIP_NO_TIMER_REINVITE_INTERVAL", now);
    }

    private static void Limit(Call call, long milliseconds, string rule, long now)
    {
        if (milliseconds <= 0 || now + milliseconds >= call.LimitAt) return;
        (call.LimitAt, call.LimitRule) = (now + milliseconds, rule);
    }

    private bool TryPass(Call call, CallLeg leg, ReadOnlySpan<byte> body, out ReadOnlySpan<byte> sdp)
    {
        var length = call.Media.Pass(leg, body, call.CallerLeg, messages.LocalOf(call.CallerLeg), env.SdpSpace);
        sdp = env.SdpSpace.AsSpan(0, Math.Max(length, 0));
        return length >= 0;
    }

    private bool IsRelayed(Call call, Attempt attempt)
    {
        var callee = attempt.Phone?.Calls.Media ?? attempt.Gateway?.Media;
        var offer = call.CallerLeg.SdpReceived;
        // Who uses ICE passes NAT without us, and cannot pass us.
        var needed = attempt.Targets.Length > 0 && !CallMedia.NeedsIce(offer) && RelayDecision.IsNeeded(
            CallMedia.AddressIn(offer), call.CallerLeg.Flow.Remote, attempt.Targets[0].Flow.Remote, ContactOf(attempt));
        return RelayDecision.IsRelayed(ModeOf(call.Caller), callee, env.Settings.Media, needed);
    }

    private static MediaMode? ModeOf(Caller caller) => caller.Phone?.Calls.Media ?? caller.Gateway?.Calls.Media ?? caller.Carrier?.Media;

    // RFC 3262 §3: where the caller requires it, and where it supports it for what must not be lost, an answer with SDP.
    private static bool IsReliable(CallLeg caller, ReadOnlySpan<byte> sdp) =>
        caller.Traits.HasFlag(PeerTraits.RequiresReliable) || (caller.Traits.HasFlag(PeerTraits.Reliable) && !sdp.IsEmpty);

    // RFC 3262 §3 wants the first number drawn by chance; a tag is.
    private ReliableProvisional ProvisionalOf(CallLeg leg) =>
        leg.Provisional ??= new ReliableProvisional(leg.AnsweredSequence, 1 + (uint)(leg.Dialog.LocalTag.Value & 0x3FFF_FFFF), env.Timers);

    private static Sip.Flows.IpEndpoint ContactOf(Attempt attempt) =>
        attempt.Gateway is null or { Registers: true } && SipUri.TryParse(Encoding.UTF8.GetBytes(attempt.Targets[0].RequestUri), out var uri)
            && Sip.Flows.IpEndpoint.TryParseHost(uri.Host, uri.Port, out var contact)
            ? contact
            : default;
}
