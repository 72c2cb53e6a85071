namespace Tandem.CallLoad;

/// <summary>One call as both of its parties see it. Times are Stopwatch ticks.</summary>
/// <param name="number">The last digits of the number that it calls, from 0.</param>
internal sealed class LoadedCall(int number)
{
    // As the relay's generator has them (bench/Relay/Leg.cs): even ports below those that Linux gives to sockets that ask for none.
    private const int FirstMediaPort = 20_000;
    private const int MostMediaPorts = 3_000;

    public int Number => number;

    /// <summary>Where the caller wants its media.</summary>
    public int CallerMedia { get; } = FirstMediaPort + 4 * (number % MostMediaPorts);

    /// <summary>Where the callee wants its media.</summary>
    public int CalleeMedia => CallerMedia + 2;

    /// <summary>When the INVITE was sent.</summary>
    public long InvitedAt { get; set; }

    /// <summary>How long it took to the callee; 0 until it is there.</summary>
    public long Delay { get; set; }

    /// <summary>When the callee sent 180.</summary>
    public long RingingAt { get; set; }

    /// <summary>True once the caller has heard of the ringing.</summary>
    public bool HasRung { get; set; }

    /// <summary>The caller's dialog, as a BYE needs it; empty before the answer.</summary>
    public string Bye { get; set; } = "";

    /// <summary>Where the callee was told to send media.</summary>
    public int TowardsCallee { get; set; }

    /// <summary>Where the caller was told to send media.</summary>
    public int TowardsCaller { get; set; }
}
