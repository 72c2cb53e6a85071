using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing;

/// <summary>What a step has decided: go on to the next one, stop with a refusal, or done, with attempts in the plan.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Reason">Why it is refused.</param>
/// <param name="Rule">The limit, list or gateway that decided.</param>
internal readonly record struct StepVerdict(StepVerdictKind Kind, CallEndReason Reason = default, string Rule = "")
{
    /// <summary>Go on.</summary>
    public static readonly StepVerdict Continue = new(StepVerdictKind.Continue);

    /// <summary>The plan has its attempts.</summary>
    public static readonly StepVerdict Done = new(StepVerdictKind.Done);

    /// <summary>Refused.</summary>
    public static StepVerdict Stop(CallEndReason reason, string rule = "") => new(StepVerdictKind.Stop, reason, rule);
}

/// <summary>The kinds of <see cref="StepVerdict"/>.</summary>
internal enum StepVerdictKind : byte
{
    /// <summary>The next step decides.</summary>
    Continue,
    /// <summary>The call is refused.</summary>
    Stop,
    /// <summary>The call has its attempts.</summary>
    Done,
}

/// <summary>One decision about a call.</summary>
internal interface IPlanStep
{
    /// <summary>Decides, and notes in the explanation what it has looked at.</summary>
    StepVerdict Decide(PlanLeg leg);
}
