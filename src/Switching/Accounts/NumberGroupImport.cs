using Tandem.Switching.Fields;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Accounts;

/// <summary>One row of a number-group file.</summary>
/// <param name="Line">The line of the file on which it stands, counted from 1.</param>
/// <param name="Group">The group; made when there is none.</param>
/// <param name="Number">A number to add; "" = none.</param>
/// <param name="Memo">The group's note; "" = as it is.</param>
/// <param name="Problems">What the reader could not make sense of.</param>
public readonly record struct NumberRow(int Line, string Group, string Number, string Memo, IReadOnlyList<Problem> Problems);

/// <summary>Collects the rows of one import of number groups: what each group gets, the counts, and the problems by line.</summary>
internal sealed class NumberGroupImport(ObjectTable<NumberGroup> groups)
{
    private readonly Dictionary<string, Wanted> _wanted = [];
    private ImportCounts _counts;

    /// <summary>What is wrong with the rows.</summary>
    public ImportProblems Problems { get; } = new();

    /// <summary>How many rows were taken.</summary>
    public int Read { get; private set; }

    /// <summary>What the rows so far amount to.</summary>
    public ImportCounts Counts => _counts;

    /// <summary>Takes one row.</summary>
    public void Take(in NumberRow row)
    {
        Read++;
        var problems = new List<Problem>(row.Problems);
        if (NameRules.Problem(row.Group) is { } nameProblem) problems.Add(new Problem("name", nameProblem));
        if (row.Number.Length > 0 && NumberForms.NumberProblem(row.Number) is { } numberProblem) problems.Add(new Problem("number", numberProblem));
        if (problems.Count == 0)
        {
            var wanted = WantedOf(row.Group);
            var changed = wanted.SetMemo(row.Memo, problems);
            var added = wanted.Add(row.Number);
            Count(added || (wanted.IsNew && row.Number.Length == 0), changed);
        }
        Problems.Refuse(row.Line, problems);
    }

    /// <summary>The groups that are new or different, and the numbers they get.</summary>
    public (List<NumberGroup> Groups, List<NumberChange> Changes) Changes()
    {
        var different = _wanted.Values.Where(wanted => wanted.IsDifferent).ToList();
        return ([.. different.Select(wanted => wanted.Group())], [.. different.Select(wanted => wanted.Change())]);
    }

    /// <summary>The end of the import.</summary>
    public ImportResult Result() => Problems.Result(_counts);

    private Wanted WantedOf(string name)
    {
        if (_wanted.TryGetValue(name, out var wanted)) return wanted;
        var existing = groups.Find(name);
        return _wanted[name] = new Wanted(existing ?? new NumberGroup { Name = name }, isNew: existing is null);
    }

    private void Count(bool added, bool changed) => _counts = added ? _counts with { Added = _counts.Added + 1 }
        : changed ? _counts with { Changed = _counts.Changed + 1 }
        : _counts with { Unchanged = _counts.Unchanged + 1 };

    private sealed class Wanted(NumberGroup before, bool isNew)
    {
        private readonly HashSet<string> _added = [];
        private readonly NumberGroup _before = before;
        private NumberGroup _after = before;

        public bool IsNew => isNew;

        public bool IsDifferent => isNew || _added.Count > 0 || !_after.Equals(_before);

        public bool Add(string number) => number.Length > 0 && !_before.Numbers.Contains(number) && _added.Add(number);

        public bool SetMemo(string memo, List<Problem> problems)
        {
            if (memo.Length == 0) return false;
            var old = _after;
            if (NumberGroupFields.Catalogue.Find("memo")!.Read(old, memo, out _after) is { } problem) problems.Add(new Problem("memo", problem));
            return !old.Equals(_after);
        }

        public NumberGroup Group() => _after with { Numbers = _before.Numbers.With(_added) };

        public NumberChange Change() => new(_before.Name, _added, []);
    }
}
