using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using static Tandem.Switching.Fields.PlainForms;

namespace Tandem.Switching.Fields;

/// <summary>The fields of a mapping gateway that concern calls.</summary>
public static class MappingCallFields
{
    /// <summary>All of them.</summary>
    public static readonly FieldCatalogue<MappingCalls> Catalogue = new FieldCatalogue<MappingCalls>(MappingCalls.Default)
        .With("call_lock", "Which direction of its calls is refused.", Choice<CallLock>(), c => c.Lock, (c, v) => c with { Lock = v })
        .With("priority", "Its place among gateways that match the same source and numbers, small first.", Integer(0, int.MaxValue),
            c => c.Priority, (c, v) => c with { Priority = v })
        .With("capacity", "The most calls at once.", OptionalInteger(0, 1_000_000, "no limit"), c => c.Capacity, (c, v) => c with { Capacity = v }, "calls")
        .With("call_rate", "The limit of call attempts.", CallRateForm.Form, c => c.CallRate, (c, v) => c with { CallRate = v })
        .WithGroups("groups", "The gateway groups it belongs to.", GroupKind.Gateways, c => c.Groups, (c, v) => c with { Groups = v })
        .WithFilter("routing_groups", "The gateway groups that its calls may use.", GroupKind.Gateways, c => c.RoutingGroups, (c, v) => c with { RoutingGroups = v })
        .With("caller_source", "Where the caller's number is read.", Choice<CallerSource>(), c => c.CallerSource, (c, v) => c with { CallerSource = v })
        .With("callee_source", "Where the called number is read.", Choice<CalleeSource>(), c => c.CalleeSource, (c, v) => c with { CalleeSource = v })
        .With("caller_prefixes", "The callers it may send; also tells gateways on one address apart.", NumberForms.PrefixList,
            c => c.CallerPrefixes, (c, v) => c with { CallerPrefixes = v })
        .With("callee_prefixes", "The callees it may send; also tells gateways on one address apart.", NumberForms.PrefixList,
            c => c.CalleePrefixes, (c, v) => c with { CalleePrefixes = v })
        .WithFilter("caller_groups", "The callers it may send, by number groups.", GroupKind.Numbers, c => c.CallerGroups, (c, v) => c with { CallerGroups = v })
        .WithFilter("callee_groups", "The callees it may send, by number groups.", GroupKind.Numbers, c => c.CalleeGroups, (c, v) => c with { CalleeGroups = v })
        .With("caller_lengths", "The lengths of callers it may send.", NumberForms.Lengths, c => c.CallerLengths, (c, v) => c with { CallerLengths = v })
        .With("callee_lengths", "The lengths of callees it may send.", NumberForms.Lengths, c => c.CalleeLengths, (c, v) => c with { CalleeLengths = v })
        .With("phones_only", "Which callees it may reach: yes = phones of this switch only, no = all but those.", OptionalFlag("any"),
            c => c.PhonesOnly, (c, v) => c with { PhonesOnly = v })
        .With("caller_rules", "How callers are rewritten on arrival.", NumberForms.DialRules, c => c.CallerRules, (c, v) => c with { CallerRules = v })
        .With("callee_rules", "How callees are rewritten on arrival.", NumberForms.DialRules, c => c.CalleeRules, (c, v) => c with { CalleeRules = v })
        .With("transform_numbers", "Whether the number-transform table applies to its callers.", Flag,
            c => c.TransformNumbers, (c, v) => c with { TransformNumbers = v })
        .With("failure_codes", "What failure codes become on their way back to it; the first that fits.", GatewayForms.FailureCodes,
            c => c.FailureCodes, (c, v) => c with { FailureCodes = v })
        .With("media", "Whether its media is relayed.", OptionalChoice<MediaMode>("SS_MEDIA_PROXY_MODE"), c => c.Media, (c, v) => c with { Media = v })
        .With("media_watch", "Which of its directions end a relayed call when they stay silent.", Choice<MediaWatch>(),
            c => c.MediaWatch, (c, v) => c with { MediaWatch = v })
        .With("media_any_source", "Whether its relayed media may come from an address that is neither in its SDP nor that of its signalling.", Flag,
            c => c.MediaAnySource, (c, v) => c with { MediaAnySource = v })
        .With("max_duration", "The longest of its calls; 0 = no limit of its own.", OptionalInteger(0, 604_800, "SS_MAX_CALL_DURATION"),
            c => c.MaxDuration, (c, v) => c with { MaxDuration = v }, "s");
}
