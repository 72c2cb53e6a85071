namespace Tandem.Storage.Journals;

/// <summary>How long to wait after attempts that failed: one second at first, twice as long each time. Belongs to one thread at a time.</summary>
/// <param name="longest">The longest pause, in ms.</param>
internal sealed class RetryPause(long longest)
{
    private const long First = 1000;

    private long _pause;
    private long _until;

    /// <summary>False while the pause lasts.</summary>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public bool IsOver(long now) => now >= _until;

    /// <summary>Begins a pause. True when the attempt before did not fail, so that the failure is news.</summary>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public bool Failed(long now)
    {
        var isNews = _pause == 0;
        _pause = Math.Clamp(_pause * 2, First, longest);
        _until = now + _pause;
        return isNews;
    }

    /// <summary>Notes that it went well. True when the attempt before had failed, so that this is news.</summary>
    public bool Succeeded()
    {
        var isNews = _pause > 0;
        _pause = _until = 0;
        return isNews;
    }
}
