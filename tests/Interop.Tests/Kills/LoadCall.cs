namespace Tandem.Interop.Tests.Kills;

/// <summary>What becomes of a call of the load, when the switch lives long enough.</summary>
internal enum LoadPlan
{
    /// <summary>It is answered, and the caller hangs up.</summary>
    CallerHangsUp,
    /// <summary>It is answered, and the callee hangs up.</summary>
    CalleeHangsUp,
    /// <summary>It is answered and goes on.</summary>
    TalksOn,
    /// <summary>The callee is busy.</summary>
    Busy,
    /// <summary>The caller gives up at about the time of the answer.</summary>
    GivesUp,
}

/// <summary>One call of the load: what is to become of it, and what its two ends have seen of it and said.</summary>
/// <param name="number">The called number, which no other call of the test has.</param>
/// <param name="callId">The Call-ID of the caller's side.</param>
/// <param name="plan">What is to become of it.</param>
internal sealed class LoadCall(string number, string callId, LoadPlan plan)
{
    /// <summary>The called number.</summary>
    public string Number => number;

    /// <summary>The Call-ID of the caller's side.</summary>
    public string CallId => callId;

    /// <summary>What is to become of it.</summary>
    public LoadPlan Plan => plan;

    /// <summary>The callee has sent 200.</summary>
    public bool IsAnswerSent { get; set; }

    /// <summary>The caller has got 200.</summary>
    public bool IsAnswerSeen { get; set; }

    /// <summary>The callee has got the ACK.</summary>
    public bool IsAckSeen { get; set; }

    /// <summary>The caller has got another final answer.</summary>
    public bool IsRefusalSeen { get; set; }

    /// <summary>Either side has sent BYE.</summary>
    public bool IsByeSent { get; set; }

    /// <summary>The side that sent BYE has got the answer, or the other side the BYE.</summary>
    public bool IsEndSeen { get; set; }

    /// <summary>Whether a peer was told that the call is up. An answer that crosses the caller's CANCEL is acknowledged, too, and ended at once.</summary>
    public bool IsUp => IsAnswerSeen || (IsAckSeen && plan != LoadPlan.GivesUp);

    /// <inheritdoc/>
    public override string ToString() => $"{number} {plan}: 200 sent {IsAnswerSent}, 200 seen {IsAnswerSeen}, ACK seen {IsAckSeen}, refused {IsRefusalSeen}, BYE {IsByeSent}, end seen {IsEndSeen}";
}
