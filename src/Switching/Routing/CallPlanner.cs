using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>
/// Decides all that can be decided about a call before it is made (spec: switch §2, steps 6 to 11): limits, number checks,
/// rules and transforms, destination, routes. One instance belongs to one shard; what they share is thread-safe.
/// </summary>
public sealed class CallPlanner
{
    /// <summary>Decides a call and takes the caller's lines and rate for it.</summary>
    public CallPlan Plan(Caller caller, in CallNumbers received, in IpEndpoint source, long now) => throw new NotSupportedException();

    /// <summary>Decides as <see cref="Plan"/> would, taking nothing: for explanations.</summary>
    public CallPlan Explain(Caller caller, in CallNumbers received, in IpEndpoint source, long now) => throw new NotSupportedException();

    /// <summary>
    /// Decides where a call goes on after the called phone could not take it: its forward for that reason, or a transfer's
    /// target. Null when there is none.
    /// </summary>
    /// <param name="phone">The phone that forwards or transfers; its settings decide, its number is in Diversion.</param>
    /// <param name="why">Busy, NoAnswer or Offline; Transferred for a transfer.</param>
    /// <param name="target">The number, for a transfer; null for a forward.</param>
    /// <param name="caller">The caller of the call.</param>
    /// <param name="numbers">The billed numbers so far.</param>
    /// <param name="depth">How often the call was forwarded before; beyond 5 it is refused as a loop.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public CallPlan? Forward(Phone phone, CallEndReason why, string? target, Caller caller, in CallNumbers numbers, int depth, long now) =>
        throw new NotSupportedException();

    /// <summary>Takes the lines and the rate of an attempt's gateway or phone; a reason and the rule when it cannot be had now.</summary>
    public (LineLease? Lease, CallEndReason Why, string Rule) Enter(Attempt attempt, Caller caller, long now) => throw new NotSupportedException();
}
