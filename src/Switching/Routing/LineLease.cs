namespace Tandem.Switching.Routing;

/// <summary>Lines that a call occupies; given back exactly once.</summary>
public sealed class LineLease(Action giveBack)
{
    private Action? _giveBack = giveBack;

    /// <summary>When what was entered may be used, in milliseconds since the Unix epoch: the pacing of a call rate; 0 = at once.</summary>
    public long NotBefore { get; init; }

    /// <summary>The number that the call carries as its caller's, taken from a pool; null = that of the plan.</summary>
    public string? Caller { get; init; }

    /// <summary>Gives the lines back; a second time does nothing.</summary>
    public void Return() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
