namespace Tandem.Switching.Numbers;

/// <summary>What a dial rule asks of the length of a number.</summary>
/// <param name="Kind">L less, E equal, G greater, F different; NUL = nothing is asked.</param>
/// <param name="Length">The length it is compared with, 1–64.</param>
internal readonly record struct LengthTest(char Kind, int Length)
{
    /// <summary>True when something is asked.</summary>
    public bool IsSet => Kind != '\0';

    /// <summary>True when a number of that many characters passes.</summary>
    public bool Admits(int length) => Kind switch
    {
        'L' => length < Length,
        'E' => length == Length,
        'G' => length > Length,
        'F' => length != Length,
        _ => true,
    };
}
