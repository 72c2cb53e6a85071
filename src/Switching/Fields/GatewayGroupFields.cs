using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using static Tandem.Switching.Fields.PlainForms;

namespace Tandem.Switching.Fields;

/// <summary>The fields of a gateway group.</summary>
public static class GatewayGroupFields
{
    /// <summary>All of them.</summary>
    public static readonly FieldCatalogue<GatewayGroup> Catalogue = new FieldCatalogue<GatewayGroup>(new GatewayGroup { Name = "" })
        .With("lines", "How many calls its members carry together.", OptionalInteger(0, 1_000_000, "no limit"), g => g.Lines, (g, v) => g with { Lines = v }, "calls")
        .With("reserved_lines", "How many of the lines are kept for callers that are allowed this group by name.", Integer(0, 1_000_000),
            g => g.ReservedLines, (g, v) => g with { ReservedLines = v }, "calls")
        .With("memo", "A note.", Memo, g => g.Memo, (g, v) => g with { Memo = v });

    /// <summary>What is wrong between the fields.</summary>
    internal static IEnumerable<Problem> Problems(GatewayGroup group)
    {
        if (group.ReservedLines > 0 && group.ReservedLines >= (group.Lines ?? 0))
        {
            yield return new Problem("reservedLines", group.Lines is { } lines
                ? $"The reserved lines ({group.ReservedLines}) must be fewer than the lines ({lines})."
                : "Lines can be reserved only in a group with a limit of lines.");
        }
    }
}
