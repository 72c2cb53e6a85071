namespace Tandem.Switching.Routing;

/// <summary>Lines that a call occupies; given back exactly once.</summary>
public sealed class LineLease(Action giveBack)
{
    private Action? _giveBack = giveBack;

    /// <summary>Gives the lines back; a second time does nothing.</summary>
    public void Return() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
