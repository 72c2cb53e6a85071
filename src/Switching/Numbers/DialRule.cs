using System.Collections.Immutable;

namespace Tandem.Switching.Numbers;

/// <summary>One original and the targets that may take its place.</summary>
/// <param name="Prefix">What the number begins with; ? stands for any one character.</param>
/// <param name="TakesRest">Whether a * at the end takes the rest of the number too, so that it goes unless the target has a *.</param>
/// <param name="Length">What is asked of the number's length.</param>
/// <param name="Targets">What is put in its place, one of them at random.</param>
internal sealed record DialRule(string Prefix, bool TakesRest, LengthTest Length, ImmutableArray<string> Targets)
{
    // A target may ask for every place of the number and have as many characters of its own.
    private const int MaxTarget = 256;

    /// <summary>True when the prefix is text that can be looked up.</summary>
    public bool IsLiteral => !Prefix.Contains('?');

    /// <summary>True when the number begins with the prefix.</summary>
    public bool Begins(ReadOnlySpan<char> number)
    {
        if (number.Length < Prefix.Length) return false;
        for (var i = 0; i < Prefix.Length; i++)
        {
            if (Prefix[i] != '?' && Prefix[i] != number[i]) return false;
        }
        return true;
    }

    /// <summary>The number with a target in the place of what matched.</summary>
    public string Rewrite(string number, Random chance)
    {
        var target = Targets[Targets.Length == 1 ? 0 : chance.Next(Targets.Length)];
        var rest = number.AsSpan(Prefix.Length);
        var written = 0;
        Span<char> to = stackalloc char[MaxTarget + number.Length];
        for (var i = 0; i < target.Length; i++)
        {
            switch (target[i])
            {
                case '?':
                    to[written++] = (char)('0' + chance.Next(10));
                    break;
                case '$':
                    if (i < number.Length) to[written++] = number[i];
                    break;
                case '*' when TakesRest && i == target.Length - 1:
                    rest.CopyTo(to[written..]);
                    written += rest.Length;
                    break;
                default:
                    to[written++] = target[i];
                    break;
            }
        }
        if (!TakesRest)
        {
            rest.CopyTo(to[written..]);
            written += rest.Length;
        }
        return to[..written].SequenceEqual(number) ? number : new string(to[..written]);
    }
}
