using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Fields;

/// <summary>The fields of an entry of the number-transform table.</summary>
public static class NumberTransformFields
{
    /// <summary>All of them.</summary>
    public static readonly FieldCatalogue<NumberTransform> Catalogue = new FieldCatalogue<NumberTransform>(new NumberTransform { Name = "" })
        .With("caller", "What a caller of that number becomes on arrival by a mapping gateway; empty = unchanged.", NumberForms.Number,
            t => t.Caller, (t, v) => t with { Caller = v })
        .With("callee", "What a callee of that number becomes on departure by a routing gateway; empty = unchanged.", NumberForms.Number,
            t => t.Callee, (t, v) => t with { Callee = v })
        .With("memo", "A note.", PlainForms.Memo, t => t.Memo, (t, v) => t with { Memo = v });

    /// <summary>What is wrong between the fields.</summary>
    internal static IEnumerable<Problem> Problems(NumberTransform transform)
    {
        if (transform.Caller.Length + transform.Callee.Length == 0) yield return new Problem("caller", "Say what becomes of the number: a caller, a callee, or both.");
    }
}
