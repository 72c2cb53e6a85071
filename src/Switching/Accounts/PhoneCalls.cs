using System.Collections.Immutable;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Accounts;

/// <summary>What a phone may do in calls and how calls reach it. Immutable; most phones share <see cref="Default"/>.</summary>
public sealed record PhoneCalls
{
    /// <summary>A phone without any setting of its own.</summary>
    public static readonly PhoneCalls Default = new();

    /// <summary>Which direction of calls is locked.</summary>
    public CallLock Lock { get; init; }

    /// <summary>The number shown to those it calls; "" = its own.</summary>
    public string DisplayNumber { get; init; } = "";

    /// <summary>Further numbers that ring this phone.</summary>
    public ImmutableArray<string> Numbers { get; init; } = [];

    /// <summary>Where it is called while it is not registered; null = nowhere.</summary>
    public GatewayAddress? Address { get; init; }

    /// <summary>The most calls it makes at once; null = no limit.</summary>
    public int? LinesOut { get; init; }

    /// <summary>The most calls it receives at once; null = no limit.</summary>
    public int? LinesIn { get; init; }

    /// <summary>The most calls in both directions together; null = no limit.</summary>
    public int? Lines { get; init; }

    /// <summary>How the numbers it dials are rewritten.</summary>
    public DialRules CalleeRules { get; init; } = DialRules.None;

    /// <summary>How callers are rewritten on their way to it.</summary>
    public DialRules InCallerRules { get; init; } = DialRules.None;

    /// <summary>Who may call it, by number groups.</summary>
    public GroupFilter CallerGroups { get; init; } = GroupFilter.Any;

    /// <summary>Whom it may call, by number groups.</summary>
    public GroupFilter CalleeGroups { get; init; } = GroupFilter.Any;

    /// <summary>The gateway groups that its calls may use.</summary>
    public GroupFilter RoutingGroups { get; init; } = GroupFilter.Any;

    /// <summary>Calls to it are answered busy.</summary>
    public bool DoNotDisturb { get; init; }

    /// <summary>Where all calls go instead; null = nowhere.</summary>
    public ForwardTarget? ForwardAlways { get; init; }

    /// <summary>Where calls go at times of the week; null = nowhere.</summary>
    public PeriodForward? ForwardPeriod { get; init; }

    /// <summary>Where calls go when it is busy.</summary>
    public ForwardTarget? ForwardBusy { get; init; }

    /// <summary>Where calls go when it is not answered.</summary>
    public ForwardTarget? ForwardNoAnswer { get; init; }

    /// <summary>Where calls go when it is not registered.</summary>
    public ForwardTarget? ForwardOffline { get; init; }

    /// <summary>Which number callees of a call that it forwards see; null = SS_CALL_FORWARD_USING_ORIGINAL_CALLER.</summary>
    public ShownCaller? ForwardShows { get; init; }

    /// <summary>How many seconds it rings before a call counts as not answered, 5–300; null = SS_SIP_TIMEOUT_RINGING.</summary>
    public int? RingTime { get; init; }

    /// <summary>Whether calls to it try the routing gateways while it is not registered.</summary>
    public bool RouteWhenOffline { get; init; }

    /// <summary>Whether it may transfer calls (RFC 3515).</summary>
    public bool Transfer { get; init; } = true;

    /// <summary>Which number the target of its blind transfers sees; null = SS_CALL_TRANSFER_NORMAL_DISPLAY.</summary>
    public ShownCaller? TransferShows { get; init; }

    /// <summary>Whether its media is relayed; null = SS_MEDIA_PROXY_MODE.</summary>
    public MediaMode? Media { get; init; }

    /// <summary>Which of its directions end a call when they stay silent.</summary>
    public MediaWatch MediaWatch { get; init; } = MediaWatch.Both;

    /// <summary>Whether its relayed media may come from an address that is neither in its SDP nor that of its signalling.</summary>
    public bool MediaAnySource { get; init; }

    /// <summary>The longest call in seconds; 0 = no limit of its own; null = SS_MAX_CALL_DURATION.</summary>
    public int? MaxDuration { get; init; }
}

/// <summary>Which direction of a phone's or gateway's calls is locked. The numbers are stored and never change.</summary>
public enum CallLock : byte
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>Calls it makes.</summary>
    Outgoing = 1,
    /// <summary>Calls it receives.</summary>
    Incoming = 2,
    /// <summary>All calls.</summary>
    All = 3,
}

/// <summary>Which number is shown of a call that somebody between caller and callee sent on.</summary>
public enum ShownCaller : byte
{
    /// <summary>That of the original caller.</summary>
    Original = 1,
    /// <summary>That of the phone which sent it on.</summary>
    Own = 2,
}

/// <summary>Where a call is forwarded to.</summary>
/// <param name="Numbers">The numbers, 1–8.</param>
/// <param name="Method">In which way they are tried.</param>
/// <param name="RingTime">How many seconds each rings, 5–300; null = as long as a call would.</param>
public sealed record ForwardTarget(ImmutableArray<string> Numbers, ForwardMethod Method = ForwardMethod.Sequence, int? RingTime = null)
{
    /// <inheritdoc/>
    public bool Equals(ForwardTarget? other) => other is not null && Method == other.Method && RingTime == other.RingTime
        && Numbers.AsSpan().SequenceEqual(other.Numbers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Method, RingTime, Numbers.Length);
}

/// <summary>How the numbers of a forward are tried.</summary>
public enum ForwardMethod : byte
{
    /// <summary>One after another.</summary>
    Sequence = 0,
    /// <summary>One after another in a random order.</summary>
    Random = 1,
    /// <summary>All at once.</summary>
    All = 2,
}

/// <summary>Forwarding at times of the week.</summary>
/// <param name="Periods">When; a period that denies is one in which nothing is forwarded.</param>
/// <param name="Target">Where to.</param>
public sealed record PeriodForward(PeriodRules Periods, ForwardTarget Target);
