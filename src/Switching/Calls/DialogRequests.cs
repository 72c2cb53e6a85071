using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>What the peer of a leg asks within its dialog (RFC 3261 §12.2.2), and who answers it.</summary>
internal sealed class DialogRequests(LegMessages messages, CallEnding ending, CallAnswer answer, CallTransfer transfers, CallBridge bridge)
{
    /// <summary>Takes a request that names the leg's dialog, any method but ACK and CANCEL.</summary>
    public void OnRequest(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        if (!leg.Dialog.Accept(request, transaction.Received))
        {
            // RFC 3261 §12.2.2: an old BYE must not end a living call.
            messages.Respond(leg, transaction, 500, now);
            return;
        }
        PeerAddress.Follow(leg);
        switch (request.Method)
        {
            case SipMethod.Bye:
                OnBye(leg, transaction, request, now);
                break;
            case SipMethod.Prack:
                answer.OnPrack(leg, transaction, request, now);
                break;
            case SipMethod.Refer:
                transfers.OnRefer(leg, transaction, request, now);
                break;
            case SipMethod.Options or SipMethod.Notify:
                messages.Respond(leg, transaction, 200, now);
                break;
            case SipMethod.Invite or SipMethod.Update or SipMethod.Info or SipMethod.Message when leg.Call.State != CallState.Ended:
                leg.NotePeer(request);
                bridge.OnRequest(leg, transaction, request, now);
                break;
            case SipMethod.Invite or SipMethod.Update or SipMethod.Info or SipMethod.Message:
                messages.Respond(leg, transaction, 481, now);
                break;
            default:
                messages.Respond(leg, transaction, 405, now);
                break;
        }
    }

    private void OnBye(CallLeg leg, ServerTransaction transaction, SipMessage bye, long now)
    {
        var isCaller = ReferenceEquals(leg, leg.Call.CallerLeg);
        // §15: a callee that has not answered has nothing to hang up.
        if (!leg.Confirmed && !isCaller)
        {
            messages.Respond(leg, transaction, 481, now);
            return;
        }
        messages.Respond(leg, transaction, 200, now);
        leg.Gone = true;
        leg.Answer = null;
        leg.ByeAfterAck = null;
        leg.Session.Stop();
        ending.OnPeerGone(leg);
        if (CallTransfer.SurvivesBye(leg)) return;
        var reason = RecordedText.Of(bye.First(HeaderName.Reason), 255);
        // Before the answer the caller gives up (§15.1.2: its INVITE is answered 487); a callee's 2xx may be held back from it.
        var end = !isCaller ? new CallEnd(CallEndReason.CalleeHungUp) { Status = 480 }
            : new CallEnd(leg.Call.State == CallState.Trying ? CallEndReason.CallerCancelled : CallEndReason.CallerHungUp);
        ending.End(leg.Call, end with { SipReason = reason }, now);
    }
}
