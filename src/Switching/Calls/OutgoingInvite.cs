using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Gateways;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>
/// Makes the leg and the INVITE of one target: numbers as sent, identity and privacy as the gateway is configured
/// (RFC 3323, 3325), forwards in Diversion (RFC 5806), and what passes of the caller's INVITE.
/// </summary>
internal sealed class OutgoingInvite(CallEnvironment env, LegMessages messages)
{
    private const int MaxText = 512;
    private const int MaxUser = 128;

    // A proxy and the callee's server may both ask, each once more for a new nonce.
    private const int MaxChallenges = 4;

    /// <summary>Makes the leg towards a target; nothing is sent yet.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The attempt that it belongs to.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="invite">The caller's INVITE; null when the call was not made by one (a transfer).</param>
    public CallLeg MakeLeg(Call call, RunningAttempt attempt, in CallTarget target, SipMessage? invite)
    {
        var local = env.Addresses.For(target.Flow);
        var sent = attempt.Attempt.Sent;
        Span<byte> from = stackalloc byte[MaxText];
        Span<byte> to = stackalloc byte[MaxText];
        Span<byte> callId = stackalloc byte[2 * LocalId.TagLength];
        from = from[..WriteFrom(from, attempt.Attempt, invite, local, env.Settings.Identity.DisplayName)];
        to = to[..WriteAddress(to, ToNumber(call, attempt.Attempt), HostOf(target, local))];
        var length = env.Ids.Next().WriteTag(callId);
        callId = callId[..(length + env.Ids.Next().WriteTag(callId[length..]))];
        Span<byte> uri = stackalloc byte[2 * MaxText];
        Span<byte> route = stackalloc byte[2 * MaxText];
        uri = uri[..Encoding.UTF8.GetBytes(target.RequestUri.AsSpan(0, Math.Min(target.RequestUri.Length, MaxText)), uri)];
        route = route[..Encoding.UTF8.GetBytes(target.Route.AsSpan(0, Math.Min(target.Route.Length, MaxText)), route)];
        var dialog = Dialog.OfClient(env.Ids.Next(), callId, from, to, uri, route, target.Flow);
        return new CallLeg(call, Media.Relay.RelaySide.Callee, dialog, new SessionTimer(env.Settings.Session))
        {
            Attempt = attempt,
            Party = new CallParty(attempt.Attempt.Kind, attempt.Attempt.Name, target.Flow.Remote, default, "", "", Encoding.ASCII.GetString(callId)),
        };
    }

    /// <summary>Sends the INVITE of a leg.</summary>
    /// <param name="owner">What hears of its answers.</param>
    /// <param name="invite">The caller's INVITE; null when there is none.</param>
    /// <param name="sdp">The offer as this side is to see it; empty for a late offer.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public void Send(PendingRequest owner, SipMessage? invite, ReadOnlySpan<byte> sdp, long now)
    {
        var leg = owner.Leg;
        var gateway = leg.Attempt?.Attempt.Gateway;
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(leg.Flow);
        var writer = messages.Begin(leg, place, SipMethod.Invite, branch, maxForwards: leg.Call.MaxForwards);
        messages.WriteContact(ref writer, leg);
        writer.Header("Allow"u8, LegMessages.Allowed);
        // A caller without an offer has to give its answer in its own PRACK or ACK, so reliable answers are left out there.
        WriteSupported(ref writer, gateway is null or { Reliable100: true } && !sdp.IsEmpty, leg.OffersTimer);
        if (leg.OffersTimer) SessionHeaders.WriteRequest(ref writer, leg.Session);
        WriteIdentity(ref writer, leg, gateway, invite);
        WriteDiversions(ref writer, leg);
        if (invite is not null) HeaderPassList.Request(ref writer, invite);
        var length = sdp.IsEmpty ? writer.End() : writer.End("application/sdp"u8, sdp);
        leg.InviteToPeer = messages.Send(owner, branch, SipMethod.Invite, place[..length], now);
        leg.InviteSequence = leg.Dialog.LocalSequence;
    }

    /// <summary>
    /// Answers a 422 with a longer session (RFC 4028 §7.3), a challenge with credentials (RFC 3261 §22.2); false when the answer gives nothing to try again with.
    /// </summary>
    public bool TryAgain(InitialInvite owner, SipMessage response, long now)
    {
        var leg = owner.Leg;
        var isNew = response.StatusCode == 422
            ? leg.Session.OnTooSmall(response)
            : owner.ChallengesAnswered++ < MaxChallenges && messages.TakeChallenge(leg, response, mayRepeat: false);
        if (!isNew) return false;
        var invite = leg.Call.CallerLeg.InviteFromPeer is { IsOver: false } transaction ? env.Layer.Request(transaction) : null;
        Send(owner, invite, leg.SdpSent, now);
        return true;
    }

    private static void WriteSupported(ref RequestWriter writer, bool reliable, bool timer)
    {
        writer.BeginHeader("Supported"u8);
        if (reliable) writer.Append("100rel, "u8);
        if (timer) writer.Append("timer, "u8);
        writer.Append("replaces"u8);
        writer.EndHeader();
    }

    private string ToNumber(Call call, Attempt attempt) =>
        attempt.Gateway is not null && env.Settings.Identity.ReceivedInTo ? call.Record.Received.Callee : attempt.Sent.Callee;

    private static int WriteFrom(Span<byte> to, Attempt attempt, SipMessage? invite, in IpEndpoint local, DisplayNameUse displayUse)
    {
        if (invite is not null && WantsPrivacy(invite) && attempt.Gateway is not { Privacy: PrivacyUse.None })
        {
            // RFC 3323 §4.1.1.3
            var anonymous = "\"Anonymous\" <sip:anonymous@anonymous.invalid>"u8;
            anonymous.CopyTo(to);
            return anonymous.Length;
        }
        var length = WriteDisplay(to, attempt, invite, displayUse);
        var domain = attempt.Gateway?.Registration is { } registration
            ? registration.Domain.Length > 0 ? registration.Domain : registration.Registrar
            : null;
        return length + WriteAddress(to[length..], attempt.Sent.Caller, domain ?? local.AddressText);
    }

    private static int WriteDisplay(Span<byte> to, Attempt attempt, SipMessage? invite, DisplayNameUse use)
    {
        if (attempt.Gateway is { SendDisplay: false }) return 0;
        Span<byte> number = stackalloc byte[MaxUser];
        var display = use switch
        {
            DisplayNameUse.Number => number[..HeaderText.WriteUser(number, attempt.Sent.Caller)],
            DisplayNameUse.Ignore when invite is not null && !attempt.HidesCaller => invite.From.DisplayName,
            _ => [],
        };
        if (display.IsEmpty || display.Length > MaxUser) return 0;
        to[0] = (byte)'"';
        display.CopyTo(to[1..]);
        "\" "u8.CopyTo(to[(display.Length + 1)..]);
        return display.Length + 3;
    }

    private static int WriteAddress(Span<byte> to, string user, string host)
    {
        "<sip:"u8.CopyTo(to);
        var length = 5;
        if (user.Length > 0)
        {
            length += HeaderText.WriteUser(to.Slice(length, 192), user);
            to[length++] = (byte)'@';
        }
        var v6 = host.Contains(':') && !host.StartsWith('[') && host.Count(c => c == ':') > 1;
        if (v6) to[length++] = (byte)'[';
        length += Encoding.ASCII.GetBytes(host.AsSpan(0, Math.Min(host.Length, 128)), to[length..]);
        if (v6) to[length++] = (byte)']';
        to[length++] = (byte)'>';
        return length;
    }

    private static string HostOf(in CallTarget target, in IpEndpoint local) =>
        target.Host.Length > 0 ? target.Host : local.AddressText;

    private static bool WantsPrivacy(SipMessage invite)
    {
        var privacy = invite.First(HeaderName.Privacy);
        return !privacy.IsEmpty && !Ascii.EqualsIgnoreCase(privacy, "none"u8);
    }

    private void WriteIdentity(ref RequestWriter writer, CallLeg leg, RoutingGateway? gateway, SipMessage? invite)
    {
        if (gateway is null)
        {
            // Towards our own phones the identity is shown by From alone; privacy was applied there.
            return;
        }
        Write(ref writer, "P-Asserted-Identity"u8, HeaderName.PAssertedIdentity, gateway.PAssertedIdentity, leg, invite);
        Write(ref writer, "P-Preferred-Identity"u8, HeaderName.PPreferredIdentity, gateway.PPreferredIdentity, leg, invite);
        Write(ref writer, "Remote-Party-ID"u8, HeaderName.RemotePartyId, gateway.RemotePartyId, leg, invite);
        WritePrivacy(ref writer, gateway, invite);
    }

    private void WritePrivacy(ref RequestWriter writer, RoutingGateway gateway, SipMessage? invite)
    {
        var registered = gateway.Registration is null ? RegisteredPrivacy.Ignore : env.Settings.Identity.UserAgentPrivacy;
        if (registered == RegisteredPrivacy.Id || (registered == RegisteredPrivacy.Ignore && gateway.Privacy == PrivacyUse.Id))
            writer.Header("Privacy"u8, "id"u8);
        else if (gateway.Privacy != PrivacyUse.None && invite is not null && invite.Has(HeaderName.Privacy))
            writer.Header("Privacy"u8, invite.First(HeaderName.Privacy));
        else if (registered == RegisteredPrivacy.None)
            writer.Header("Privacy"u8, "none"u8);
    }

    private static void Write(ref RequestWriter writer, ReadOnlySpan<byte> label, HeaderName name, IdentityUse use, CallLeg leg, SipMessage? invite)
    {
        if (use == IdentityUse.None) return;
        var number = leg.Attempt!.Attempt.Sent.Caller;
        if (use == IdentityUse.Pass)
        {
            // RFC 3325 §9.1: what a phone asserts of itself is not taken for more than it has proven, the number it is sent with.
            if (invite is null || !invite.Has(name) || !NameAddress.TryParse(invite.First(name), out var passed) || !SipUri.TryParse(passed.Uri, out var uri)) return;
            // The number passes, the host does not: it would tell where the caller comes from.
            if (leg.Call.Caller.Phone is null && !leg.Attempt.Attempt.HidesCaller) number = PlainUser(uri);
        }
        Span<byte> value = stackalloc byte[MaxText];
        writer.Header(label, value[..WriteAddress(value, number, leg.Flow.Remote.AddressText)]);
    }

    private static string PlainUser(in SipUri uri)
    {
        Span<byte> user = stackalloc byte[MaxUser];
        return uri.User.Length > MaxUser ? "" : Encoding.UTF8.GetString(user[..SipUri.Unescape(uri.User, user)]);
    }

    private static void WriteDiversions(ref RequestWriter writer, CallLeg leg)
    {
        Span<byte> value = stackalloc byte[MaxText];
        foreach (var (number, reason) in leg.Attempt!.Attempt.Diversions.Concat(leg.Call.Diversions))
        {
            var length = WriteAddress(value, number, leg.Flow.Remote.AddressText);
            ";reason="u8.CopyTo(value[length..]);
            length += 8;
            length += Encoding.ASCII.GetBytes(reason, value[length..]);
            writer.Header("Diversion"u8, value[..length]);
        }
    }
}
