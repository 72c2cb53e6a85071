using System.Collections.Concurrent;
using System.Net;
using Tandem.Interop.Tests.Running;
using Tandem.Testing;

namespace Tandem.Interop.Tests.Kills;

/// <summary>A customer's gateway that begins a call every few milliseconds, each after the plan of its own.</summary>
internal sealed class CallingSide : LoadSide
{
    private const int MostLive = 10;
    private const int MostTalkingOn = 4;
    private const int BetweenCalls = 60;
    private const int LongestTalk = 300;
    private const int LongestPatience = 100;

    private static int _numbers;

    private readonly string _prefix;
    private readonly ConcurrentDictionary<string, LoadCall> _calls;
    private readonly Random _random;
    private readonly Dictionary<string, Caller> _live = [];
    private long _nextAt;

    /// <summary>A gateway at a port of its own, which makes the switch's kernel hand its calls to one of the shards.</summary>
    /// <param name="at">The switch.</param>
    /// <param name="prefix">What the called numbers begin with.</param>
    /// <param name="calls">Where the calls are noted, by called number.</param>
    /// <param name="random">Chance.</param>
    public CallingSide(IPEndPoint at, string prefix, ConcurrentDictionary<string, LoadCall> calls, Random random) : base(at, CallSwitch.Customer, 0)
    {
        _prefix = prefix;
        _calls = calls;
        _random = random;
    }

    /// <inheritdoc/>
    protected override void Turn(long now)
    {
        foreach (var caller in _live.Values.Where(caller => now >= caller.GivesUpAt || now >= caller.HangsUpAt).ToList()) End(caller);
        if (now < _nextAt || _live.Count >= MostLive) return;
        _nextAt = now + _random.Next(2 * BetweenCalls);
        Begin(now);
    }

    /// <inheritdoc/>
    protected override void TakeAnswer(int status, string method, SentMessage answer)
    {
        if (!_live.TryGetValue(answer.Header("Call-ID"), out var caller)) return;
        switch (method)
        {
            case "INVITE" when status < 200:
                caller.HasProgress = true;
                break;
            case "INVITE" when status < 300:
                TakeAnswered(caller, answer);
                break;
            case "INVITE":
                caller.Call.IsRefusalSeen = true;
                Send(Request(caller, "ACK", 1, caller.InviteBranch, answer.Header("To"), UriOf(caller.Call.Number)));
                _live.Remove(caller.Call.CallId);
                break;
            case "BYE":
                caller.Call.IsEndSeen = true;
                _live.Remove(caller.Call.CallId);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void TakeRequest(string method, SentMessage request)
    {
        Reply(request, "200 OK", "-");
        if (method != "BYE" || !_live.Remove(request.Header("Call-ID"), out var caller)) return;
        caller.Call.IsEndSeen = true;
    }

    /// <inheritdoc/>
    protected override void Forget() => _live.Clear();

    private void Begin(long now)
    {
        var number = $"{_prefix}{Interlocked.Increment(ref _numbers):D7}";
        var plan = (LoadPlan)_random.Next(Enum.GetValues<LoadPlan>().Length);
        if (plan == LoadPlan.TalksOn && _live.Values.Count(other => other.Call.Plan == plan) >= MostTalkingOn) plan = LoadPlan.CallerHangsUp;
        var call = new LoadCall(number, Guid.NewGuid().ToString("n"), plan);
        var caller = new Caller(call, Branch(call, 0)) { GivesUpAt = plan == LoadPlan.GivesUp ? now + _random.Next(LongestPatience) : long.MaxValue };
        _calls[number] = call;
        _live[call.CallId] = caller;
        Send(Request(caller, "INVITE", 1, caller.InviteBranch, $"<{UriOf(number)}>", UriOf(number), Sdp()));
    }

    private void TakeAnswered(Caller caller, SentMessage answer)
    {
        caller.To = answer.Header("To");
        caller.Target = answer.Header("Contact").Trim('<', '>');
        Send(Request(caller, "ACK", 1, Branch(caller.Call, 1), caller.To, caller.Target));
        if (caller.Call.IsAnswerSeen) return;
        caller.Call.IsAnswerSeen = true;
        caller.GivesUpAt = long.MaxValue;
        if (caller.Call.Plan is LoadPlan.CallerHangsUp) caller.HangsUpAt = Environment.TickCount64 + _random.Next(LongestTalk);
        // The answer crossed the CANCEL, or came before it.
        else if (caller.Call.Plan is LoadPlan.GivesUp) caller.HangsUpAt = 0;
    }

    private void End(Caller caller)
    {
        if (caller.To.Length > 0)
        {
            caller.HangsUpAt = long.MaxValue;
            caller.Call.IsByeSent = true;
            Send(Request(caller, "BYE", 2, Branch(caller.Call, 2), caller.To, caller.Target));
        }
        else if (caller.HasProgress)
        {
            caller.GivesUpAt = long.MaxValue;
            var number = caller.Call.Number;
            Send(Request(caller, "CANCEL", 1, caller.InviteBranch, $"<{UriOf(number)}>", UriOf(number)));
        }
    }

    private string UriOf(string number) => $"sip:{number}@{Switch}";

    private static string Branch(LoadCall call, int count) => $"z9hG4bK{call.CallId}-{count}";

    private string Request(Caller caller, string method, int sequence, string branch, string to, string uri, string sdp = "") =>
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {Local};branch={branch};rport\r\nMax-Forwards: 70\r\nFrom: <sip:2025550@{Local}>;tag=a\r\nTo: {to}\r\n"
            + $"Call-ID: {caller.Call.CallId}\r\nCSeq: {sequence} {method}\r\nContact: <sip:2025550@{Local}>\r\n{Body(sdp)}";

    private sealed class Caller(LoadCall call, string inviteBranch)
    {
        public LoadCall Call => call;

        public string InviteBranch => inviteBranch;

        public bool HasProgress { get; set; }

        public string To { get; set; } = "";

        public string Target { get; set; } = "";

        public long GivesUpAt { get; set; } = long.MaxValue;

        public long HangsUpAt { get; set; } = long.MaxValue;
    }
}
