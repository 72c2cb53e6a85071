using System.Collections.Immutable;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Accounts;

/// <summary>
/// What a mapping gateway may do in calls. How it is known stands in its <see cref="Endpoint.Mode"/> and
/// <see cref="Endpoint.Allow"/>. Immutable; gateways without settings share <see cref="Default"/>.
/// </summary>
public sealed record MappingCalls
{
    /// <summary>A gateway without any setting of its own.</summary>
    public static readonly MappingCalls Default = new();

    /// <summary>Which direction of calls is locked.</summary>
    public CallLock Lock { get; init; }

    /// <summary>Its place among gateways that match the same source, small first.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>The most calls at once; null = no limit.</summary>
    public int? Capacity { get; init; }

    /// <summary>The limit of call attempts; null = none.</summary>
    public CallRate? CallRate { get; init; }

    /// <summary>The gateway groups it belongs to.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The gateway groups that its calls may use.</summary>
    public GroupFilter RoutingGroups { get; init; } = GroupFilter.Any;

    /// <summary>Where the caller's number is read.</summary>
    public CallerSource CallerSource { get; init; }

    /// <summary>Where the called number is read.</summary>
    public CalleeSource CalleeSource { get; init; }

    /// <summary>The callers it may send; also tells gateways on one address apart.</summary>
    public PrefixList CallerPrefixes { get; init; } = PrefixList.Any;

    /// <summary>The callees it may send; also tells gateways on one address apart.</summary>
    public PrefixList CalleePrefixes { get; init; } = PrefixList.Any;

    /// <summary>The callers it may send, by number groups.</summary>
    public GroupFilter CallerGroups { get; init; } = GroupFilter.Any;

    /// <summary>The callees it may send, by number groups.</summary>
    public GroupFilter CalleeGroups { get; init; } = GroupFilter.Any;

    /// <summary>The lengths of callers it may send.</summary>
    public LengthSet CallerLengths { get; init; }

    /// <summary>The lengths of callees it may send.</summary>
    public LengthSet CalleeLengths { get; init; }

    /// <summary>Which callees it may reach: null = any; true = phones of this switch only; false = all but those.</summary>
    public bool? PhonesOnly { get; init; }

    /// <summary>How callers are rewritten on arrival.</summary>
    public DialRules CallerRules { get; init; } = DialRules.None;

    /// <summary>How callees are rewritten on arrival.</summary>
    public DialRules CalleeRules { get; init; } = DialRules.None;

    /// <summary>Whether the number-transform table applies to callers.</summary>
    public bool TransformNumbers { get; init; }

    /// <summary>What the failure codes become on their way back to it: the code to find, 0 = any, and the code to send, 0 = as it is.</summary>
    public ImmutableArray<(int From, int To)> FailureCodes { get; init; } = [];

    /// <summary>Whether its media is relayed; null = SS_MEDIA_PROXY_MODE.</summary>
    public MediaMode? Media { get; init; }

    /// <summary>Which of its directions end a call when they stay silent.</summary>
    public MediaWatch MediaWatch { get; init; } = MediaWatch.Both;

    /// <summary>Whether its relayed media may come from an address that is neither in its SDP nor that of its signalling.</summary>
    public bool MediaAnySource { get; init; }

    /// <summary>The longest call in seconds; 0 = no limit of its own; null = SS_MAX_CALL_DURATION.</summary>
    public int? MaxDuration { get; init; }
}
