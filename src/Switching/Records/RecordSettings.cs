using System.Collections.Frozen;
using Tandem.Switching.Parameters;

namespace Tandem.Switching.Records;

/// <summary>The parameters as the decision about a record needs them.</summary>
public sealed class RecordSettings
{
    private readonly FrozenSet<string> _numbers;
    private readonly string[] _prefixes;

    private RecordSettings(ParameterSet parameters)
    {
        Unanswered = parameters.Get(RecordParameters.ZeroHoldTime);
        Summaries = parameters.Get(RecordParameters.ZeroHoldTimeAuto);
        FloodRate = parameters.Get(RecordParameters.ZeroHoldTimeAutoRate);
        Strangers = parameters.Get(RecordParameters.IllegalCall);
        ServerEnds = parameters.Get(RecordParameters.ServerHangUp);
        var patterns = parameters.Get(RecordParameters.NoRecordNumbers);
        _numbers = patterns.Where(p => !p.EndsWith('*')).ToFrozenSet(StringComparer.Ordinal);
        _prefixes = [.. patterns.Where(p => p.EndsWith('*')).Select(p => p[..^1])];
    }

    /// <summary>Whether calls that were not answered are recorded.</summary>
    public bool Unanswered { get; }

    /// <summary>Whether a flood of them is summarised.</summary>
    public bool Summaries { get; }

    /// <summary>The rate of unanswered calls a second that is a flood.</summary>
    public int FloodRate { get; }

    /// <summary>Whether calls of strangers are recorded.</summary>
    public bool Strangers { get; }

    /// <summary>Whether unanswered calls that the switch itself refused or ended are recorded.</summary>
    public bool ServerEnds { get; }

    /// <summary>The settings of a parameter set.</summary>
    public static RecordSettings Of(ParameterSet parameters) => new(parameters);

    /// <summary>True when calls to this number are not recorded at all.</summary>
    public bool IsUnrecorded(string number)
    {
        if (_numbers.Count > 0 && _numbers.Contains(number)) return true;
        foreach (var prefix in _prefixes)
        {
            if (number.StartsWith(prefix, StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
