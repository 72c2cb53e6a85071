namespace Tandem.Switching.Parameters;

/// <summary>The parameter set in force, shared by all threads; a reader takes it once for one decision.</summary>
public sealed class CurrentParameters(ParameterSet initial)
{
    private ParameterSet _set = initial;

    /// <summary>The set in force.</summary>
    public ParameterSet Set => Volatile.Read(ref _set);

    /// <summary>Told after a swap, on the thread that swapped.</summary>
    public event Action<ParameterSet>? Changed;

    /// <summary>Puts another set in force.</summary>
    public void Swap(ParameterSet set)
    {
        Volatile.Write(ref _set, set);
        Changed?.Invoke(set);
    }
}
