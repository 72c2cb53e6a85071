using System.Text;
using Tandem.Media.Relay;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>What the caller is told of the callee: ringing, early media, the answer; and what begins with the answer.</summary>
internal sealed class CallAnswer(CallEnvironment env, LegMessages messages, CallEnding ending, CallTransfer transfers)
{
    private const long CheckpointEvery = 10_000;

    /// <summary>Decides whether the attempt's media is relayed.</summary>
    public void DecideRelay(Call call, Attempt attempt)
    {
        var caller = call.Caller.Phone?.Calls.Media ?? call.Caller.Gateway?.Calls.Media ?? call.Caller.Carrier?.Media;
        var callee = attempt.Phone?.Calls.Media ?? attempt.Gateway?.Media;
        var needed = attempt.Targets.Length > 0 && RelayDecision.IsNeeded(
            CallMedia.AddressIn(call.CallerLeg.SdpReceived), call.CallerLeg.Flow.Remote, attempt.Targets[0].Flow.Remote, ContactOf(attempt));
        call.Media.Relayed = RelayDecision.IsRelayed(caller, callee, env.Settings.Media, needed);
    }

    /// <summary>Tells the caller of progress: 18x with the callee's SDP as the caller is to see it.</summary>
    public void Alert(Call call, CallLeg leg, SipMessage response, long now)
    {
        if (call.MadeFor is not null)
        {
            transfers.OnProgress(call, response, now);
            return;
        }
        if (call.State != CallState.Trying || call.CallerLeg.InviteFromPeer is not { IsAnswered: false } invite) return;
        var hasSdp = SdpBody.IsIn(response);
        // Of several contacts that ring the caller hears once, unless one has something to be heard.
        if (!hasSdp && call.AlertedWith == response.StatusCode) return;
        call.AlertedWith = response.StatusCode;
        if (call.Record.AlertedAt == 0) call.Record.AlertedAt = now;
        var sdp = ReadOnlySpan<byte>.Empty;
        if (hasSdp && !TryPass(call, leg, response, now, out sdp)) return;
        // RFC 3262 §3: one reliable answer at a time; what it says the 2xx will say again.
        if (call.CallerLeg.Provisional is { IsWaiting: true }) return;
        var reliable = IsReliable(call.CallerLeg, sdp);
        messages.Respond(call.CallerLeg, invite, response.StatusCode, response.ReasonPhrase, now, new AnswerParts
        {
            Body = sdp,
            PassFrom = response,
            ReliableNumber = reliable ? ProvisionalOf(call.CallerLeg).Begin(now) : 0,
        });
    }

    /// <summary>Tells the caller that the call is being forwarded (RFC 3261 §21.1.3).</summary>
    public void TellForwarded(Call call, long now)
    {
        call.AlertedWith = 0;
        if (call.MadeFor is null && call.CallerLeg.InviteFromPeer is { IsAnswered: false } invite) messages.Respond(call.CallerLeg, invite, 181, "Call Is Being Forwarded"u8, now);
    }

    /// <summary>A callee has answered: the other attempts are cancelled, the caller is told, time begins to count.</summary>
    public void Connect(Call call, CallLeg leg, SipMessage response, long now)
    {
        call.State = CallState.Answered;
        call.CalleeLeg = leg;
        leg.Confirmed = true;
        leg.Party = leg.Party with { UserAgent = UserAgentOf(response) };
        ending.CancelAttempts(call, now, leg);
        if (call.MadeFor is not null)
        {
            ConnectTransferee(call, leg, response, now);
            return;
        }
        BeginRecord(call, leg, now);
        var callerLeg = call.CallerLeg;
        var sdp = ReadOnlySpan<byte>.Empty;
        if (SdpBody.IsIn(response) && !TryPass(call, leg, response, now, out sdp)) return;
        // With the offer in our INVITE the answer is here; a late offer is answered in the caller's ACK, which ours waits for.
        if (callerLeg.Traits.HasFlag(PeerTraits.Offered) || sdp.IsEmpty) Acknowledge(leg, [], now);
        var agreed = BeginSessions(call, leg, response, now);
        callerLeg.Confirmed = true;
        callerLeg.Provisional = null;
        callerLeg.Answer = new AnswerRetransmission(callerLeg.AnsweredSequence, now, env.Timers);
        messages.Respond(callerLeg, callerLeg.InviteFromPeer!, 200, "OK"u8, now, new AnswerParts { Body = sdp, PassFrom = response, Session = agreed });
    }

    private void ConnectTransferee(Call call, CallLeg leg, SipMessage response, long now)
    {
        BeginRecord(call, leg, now);
        Acknowledge(leg, [], now);
        leg.Session.OnAnswer(response, now);
        Limit(call, call.Plan.MaxDuration * 1000L, "max_duration", now);
        Limit(call, leg.Attempt!.Attempt.MaxDuration * 1000L, leg.Attempt.Attempt.Name, now);
        transfers.OnAnswered(call, leg, response, now);
    }

    /// <summary>Acknowledges the callee's 2xx, and remembers with what, for when it comes again.</summary>
    public void Acknowledge(CallLeg leg, ReadOnlySpan<byte> sdp, long now)
    {
        leg.AckSent = true;
        leg.AckBody = sdp.ToArray();
        messages.Acknowledge(leg, sdp, now);
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
        call.MediaExpectedSince = now;
        if (call.Media.Relayed) call.MediaCheckAt = now + SessionKeeping.MediaCheckEvery;
        env.Journal.Answered(record);
    }

    /// <summary>Checkpoints an answered call.</summary>
    public void OnTimer(Call call, long now)
    {
        if (now < call.CheckpointAt) return;
        env.Journal.Checkpoint(call.Record, now);
        call.CheckpointAt = now + CheckpointEvery;
    }

    private SessionExpires? BeginSessions(Call call, CallLeg leg, SipMessage response, long now)
    {
        var callerLeg = call.CallerLeg;
        leg.Session.OnAnswer(response, now);
        var granted = callerLeg.Session.Accept(env.Layer.Request(callerLeg.InviteFromPeer!), now, out var agreed);
        Limit(call, call.Plan.MaxDuration * 1000L, "max_duration", now);
        Limit(call, leg.Attempt!.Attempt.MaxDuration * 1000L, leg.Attempt.Attempt.Name, now);
        // A caller without session timers would not be missed if it went.
        if (!callerLeg.Session.IsPeerCapable) Limit(call, env.Settings.NoTimerDuration, "SS_SIP_NO_TIMER_REINVITE_INTERVAL", now);
        return granted ? agreed : null;
    }

    private static void Limit(Call call, long milliseconds, string rule, long now)
    {
        if (milliseconds <= 0 || now + milliseconds >= call.LimitAt) return;
        (call.LimitAt, call.LimitRule) = (now + milliseconds, rule);
    }

    private bool TryPass(Call call, CallLeg leg, SipMessage response, long now, out ReadOnlySpan<byte> sdp)
    {
        var length = call.Media.Pass(leg, response.Body, call.CallerLeg, messages.LocalOf(call.CallerLeg), env.SdpSpace);
        sdp = env.SdpSpace.AsSpan(0, Math.Max(length, 0));
        if (length >= 0) return true;
        ending.End(call, new CallEnd(CallEndReason.NoMediaPort), now);
        return false;
    }

    // RFC 3262 §3: where the caller requires it, and where it supports it for what must not be lost, an answer with SDP.
    private static bool IsReliable(CallLeg caller, ReadOnlySpan<byte> sdp) =>
        caller.Traits.HasFlag(PeerTraits.RequiresReliable) || (caller.Traits.HasFlag(PeerTraits.Reliable) && !sdp.IsEmpty);

    // RFC 3262 §3 wants the first number drawn by chance; a tag is.
    private ReliableProvisional ProvisionalOf(CallLeg leg) =>
        leg.Provisional ??= new ReliableProvisional(leg.AnsweredSequence, 1 + (uint)(leg.Dialog.LocalTag.Value & 0x3FFF_FFFF), env.Timers);

    private static Sip.Flows.IpEndpoint ContactOf(Attempt attempt) =>
        attempt.Phone is not null && SipUri.TryParse(Encoding.UTF8.GetBytes(attempt.Targets[0].RequestUri), out var uri)
            && Sip.Flows.IpEndpoint.TryParseHost(uri.Host, uri.Port, out var contact)
            ? contact
            : default;

    private static string UserAgentOf(SipMessage message)
    {
        var text = message.Has(HeaderName.UserAgent) ? message.First(HeaderName.UserAgent) : message.First(HeaderName.Server);
        return Encoding.UTF8.GetString(text[..Math.Min(text.Length, 128)]);
    }
}
