namespace Tandem.Switching.Accounts;

/// <summary>What is wrong with an import file, by line: the first problems and the count of all.</summary>
internal sealed class ImportProblems
{
    /// <summary>Progress is told every so many rows.</summary>
    public const int ProgressStep = 10_000;

    private readonly List<LineProblem> _problems = [];
    private int _count;

    /// <summary>True while no row had a problem.</summary>
    public bool IsGood => _count == 0;

    /// <summary>Notes what is wrong with a row.</summary>
    public void Refuse(int line, params IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            _count++;
            if (_problems.Count < ImportResult.MaxProblems) _problems.Add(new LineProblem(line, problem.Field, problem.Message));
        }
    }

    /// <summary>The end of an import that would have done so much.</summary>
    public ImportResult Result(ImportCounts counts) => new(IsGood ? counts : default, _problems, _count);
}
