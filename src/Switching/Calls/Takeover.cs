namespace Tandem.Switching.Calls;

/// <summary>The coming of a transferred party into a call, in the place of one of its legs: what the call's shard knows of it.</summary>
/// <param name="call">The call.</param>
/// <param name="replaced">The leg whose place is taken, the transferor's.</param>
/// <param name="remaining">The leg that stays.</param>
/// <param name="asked">Who asked.</param>
internal sealed class Takeover(Call call, CallLeg replaced, CallLeg remaining, TransferAsked asked)
{
    /// <summary>The call.</summary>
    public Call Call => call;

    /// <summary>The leg whose place is taken.</summary>
    public CallLeg Replaced => replaced;

    /// <summary>The leg that stays.</summary>
    public CallLeg Remaining => remaining;

    /// <summary>Who asked.</summary>
    public TransferAsked Asked => asked;

    /// <summary>What the party that stays has answered to the other's session description; empty before.</summary>
    public byte[] Answer { get; set; } = [];
}
