namespace Tandem.Switching.Accounts;

/// <summary>Collects the rows of one import: the objects to store, the counts and the problems by line.</summary>
/// <typeparam name="T">What is imported.</typeparam>
internal sealed class ImportBatch<T> where T : class
{
    private readonly Dictionary<string, int> _lineOf = [];
    private readonly ImportProblems _problems = new();
    private ImportCounts _counts;

    /// <summary>The objects that are new or different.</summary>
    public List<T> ToStore { get; } = [];

    /// <summary>What the rows so far amount to.</summary>
    public ImportCounts Counts => _counts;

    /// <summary>How many rows were taken.</summary>
    public int Read { get; private set; }

    /// <summary>True while no row had a problem.</summary>
    public bool IsGood => _problems.IsGood;

    /// <summary>Starts a row. False, with the problem noted, when the file has named it before or the name is not allowed.</summary>
    public bool Begin(int line, string name)
    {
        Read++;
        if (NameRules.Problem(name) is { } problem)
        {
            Refuse(line, new Problem("name", problem));
            return false;
        }
        if (_lineOf.TryAdd(name, line)) return true;
        Refuse(line, new Problem("name", $"'{name}' stands on line {_lineOf[name]} already; a name may be listed once."));
        return false;
    }

    /// <summary>Notes what is wrong with a row.</summary>
    public void Refuse(int line, params IEnumerable<Problem> problems) => _problems.Refuse(line, problems);

    /// <summary>Takes a good row's object; <paramref name="existing"/> is the one before, null when it is new.</summary>
    public void Take(T? existing, T imported)
    {
        if (imported.Equals(existing))
        {
            _counts = _counts with { Unchanged = _counts.Unchanged + 1 };
            return;
        }
        // A file with a problem stores nothing, so nothing needs to be held for it.
        if (IsGood) ToStore.Add(imported);
        _counts = existing is null ? _counts with { Added = _counts.Added + 1 } : _counts with { Changed = _counts.Changed + 1 };
    }

    /// <summary>The line on which a name stands.</summary>
    public int LineOf(string name) => _lineOf[name];

    /// <summary>The end of the import.</summary>
    public ImportResult Result() => _problems.Result(_counts);
}
