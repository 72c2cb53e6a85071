using System.Collections.Concurrent;
using System.Net;
using Tandem.Interop.Tests.Running;
using Tandem.Testing;

namespace Tandem.Interop.Tests.Kills;

/// <summary>The carrier of a load of calls: it rings, answers, refuses and hangs up as the plan of the called number wants.</summary>
internal sealed class CarrierSide : LoadSide
{
    private const int LongestRinging = 100;
    private const int LongestTalk = 300;
    private const string Tag = "b";

    private readonly ConcurrentDictionary<string, LoadCall> _calls;
    private readonly Random _random;
    private readonly Dictionary<string, Callee> _live = [];

    /// <summary>A carrier.</summary>
    /// <param name="at">The switch.</param>
    /// <param name="port">Its port.</param>
    /// <param name="calls">The calls by called number.</param>
    /// <param name="random">Chance.</param>
    public CarrierSide(IPEndPoint at, int port, ConcurrentDictionary<string, LoadCall> calls, Random random) : base(at, CallSwitch.Carrier, port)
    {
        _calls = calls;
        _random = random;
    }

    /// <inheritdoc/>
    protected override void Turn(long now)
    {
        foreach (var callee in _live.Values.Where(callee => now >= callee.DueAt).ToList())
        {
            callee.DueAt = long.MaxValue;
            if (callee.Call.IsAckSeen) HangUp(callee);
            else if (callee.Call.Plan == LoadPlan.Busy) Reply(callee.Invite, "486 Busy Here", Tag);
            else Answer(callee);
        }
    }

    /// <inheritdoc/>
    protected override void TakeRequest(string method, SentMessage request)
    {
        var callId = request.Header("Call-ID");
        if (method == "INVITE") TakeInvite(callId, request);
        else if (_live.TryGetValue(callId, out var callee)) TakeWithin(method, callee, request);
        else if (method != "ACK") Reply(request, "481 Call/Transaction Does Not Exist", Tag);
    }

    /// <inheritdoc/>
    protected override void TakeAnswer(int status, string method, SentMessage answer)
    {
        if (method == "BYE" && _live.Remove(answer.Header("Call-ID"), out var callee)) callee.Call.IsEndSeen = true;
    }

    /// <inheritdoc/>
    protected override void Forget() => _live.Clear();

    private void TakeInvite(string callId, SentMessage invite)
    {
        var uri = invite.Text.Split(' ')[1];
        if (!_calls.TryGetValue(uri[(uri.IndexOf(':') + 1)..uri.IndexOf('@')], out var call) || _live.ContainsKey(callId)) return;
        _live[callId] = new Callee(call, invite) { DueAt = Environment.TickCount64 + _random.Next(LongestRinging) };
        Reply(invite, "180 Ringing", Tag);
    }

    private void TakeWithin(string method, Callee callee, SentMessage request)
    {
        switch (method)
        {
            case "ACK" when callee.Call is { IsAnswerSent: true, IsAckSeen: false }:
                callee.Call.IsAckSeen = true;
                if (callee.Call.Plan == LoadPlan.CalleeHangsUp) callee.DueAt = Environment.TickCount64 + _random.Next(LongestTalk);
                break;
            case "CANCEL":
                Reply(request, "200 OK", Tag);
                if (callee.Call.IsAnswerSent) break;
                callee.DueAt = long.MaxValue;
                Reply(callee.Invite, "487 Request Terminated", Tag);
                break;
            case "BYE":
                Reply(request, "200 OK", Tag);
                callee.Call.IsEndSeen = true;
                callee.DueAt = long.MaxValue;
                break;
        }
    }

    private void Answer(Callee callee)
    {
        callee.Call.IsAnswerSent = true;
        Reply(callee.Invite, "200 OK", Tag, Sdp());
    }

    private void HangUp(Callee callee)
    {
        callee.Call.IsByeSent = true;
        var invite = callee.Invite;
        Send($"BYE {invite.Header("Contact").Trim('<', '>')} SIP/2.0\r\nVia: SIP/2.0/UDP {Local};branch=z9hG4bK{invite.Header("Call-ID")};rport\r\nMax-Forwards: 70\r\n"
            + $"From: {invite.Header("To")};tag={Tag}\r\nTo: {invite.Header("From")}\r\nCall-ID: {invite.Header("Call-ID")}\r\nCSeq: 1 BYE\r\n{Body("")}");
    }

    private sealed class Callee(LoadCall call, SentMessage invite)
    {
        public LoadCall Call => call;

        public SentMessage Invite => invite;

        public long DueAt { get; set; } = long.MaxValue;
    }
}
