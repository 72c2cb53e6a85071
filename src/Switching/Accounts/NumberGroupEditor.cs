using Tandem.Switching.Fields;
using Tandem.Switching.Numbers;
using Tandem.Switching.Operators;

namespace Tandem.Switching.Accounts;

/// <summary>Adds numbers to number groups and takes them out; a part of the <see cref="ConfigurationEditor"/>.</summary>
public sealed class NumberGroupEditor
{
    private static readonly ObjectKind<NumberGroup> Kind = ObjectKinds.NumberGroups;

    private readonly Lock _writing;
    private readonly IConfigurationStore _store;
    private readonly ObjectTable<NumberGroup> _groups;

    internal NumberGroupEditor(Lock writing, IConfigurationStore store, Directory directory) =>
        (_writing, _store, _groups) = (writing, store, directory.NumberGroups);

    /// <summary>Adds numbers to a group; those that it has stay.</summary>
    public EditResult<NumberGroup> Add(string group, IReadOnlyCollection<string> numbers, Actor actor, long now)
    {
        lock (_writing)
        {
            if (_groups.Find(group) is not { } old) return NoSuch(group);
            var problems = numbers.Select(NumberForms.NumberProblem).OfType<string>().Select(problem => new Problem("numbers", problem)).ToList();
            if (problems.Count > 0) return new EditResult<NumberGroup>(EditOutcome.Invalid, null, problems);
            var added = numbers.Distinct().Where(number => !old.Numbers.Contains(number)).ToList();
            return Store(old with { Numbers = old.Numbers.With(added) }, new NumberChange(group, added, []), "added", added, actor, now);
        }
    }

    /// <summary>Takes numbers out of a group; those that it does not have are passed over.</summary>
    public EditResult<NumberGroup> Remove(string group, IReadOnlyCollection<string> numbers, Actor actor, long now)
    {
        lock (_writing)
        {
            if (_groups.Find(group) is not { } old) return NoSuch(group);
            var removed = numbers.Distinct().Where(old.Numbers.Contains).ToList();
            return Store(old with { Numbers = old.Numbers.Without(removed) }, new NumberChange(group, [], removed), "removed", removed, actor, now);
        }
    }

    /// <summary>
    /// Adds groups and numbers, all rows or none; nothing is taken out. The counts are of rows: new numbers and groups,
    /// changed notes, and what was like that already.
    /// </summary>
    public ImportResult Import(IEnumerable<NumberRow> rows, Actor actor, long now, Action<ImportProgress>? progress = null)
    {
        lock (_writing)
        {
            var import = new NumberGroupImport(_groups);
            foreach (var row in rows)
            {
                import.Take(row);
                if (import.Read % ImportProblems.ProgressStep == 0) progress?.Invoke(new ImportProgress(import.Read, 0, 0));
            }
            if (!import.Problems.IsGood) return import.Result();
            var (groups, changes) = import.Changes();
            if (groups.Count == 0) return import.Result();
            var total = changes.Sum(change => change.Added.Count);
            _store.SaveNumbers([.. groups.Select(Kind.Store)], changes, AuditText.Import(Kind.Slug, import.Counts, actor, now),
                stored => progress?.Invoke(new ImportProgress(import.Read, stored, total)));
            _groups.SetAll(groups);
            return import.Result();
        }
    }

    private EditResult<NumberGroup> Store(
        NumberGroup group, NumberChange change, string what, IReadOnlyCollection<string> numbers, Actor actor, long now)
    {
        if (numbers.Count == 0) return new EditResult<NumberGroup>(EditOutcome.Unchanged, group, []);
        _store.SaveNumbers([], [change], new AuditEntry(now, actor, $"{Kind.Slug} numbers {what}", group.Name, null, AuditText.Of(what, numbers)));
        _groups.Set(group);
        return new EditResult<NumberGroup>(EditOutcome.Changed, group, []);
    }

    private static EditResult<NumberGroup> NoSuch(string name) =>
        EditResult<NumberGroup>.Refused(EditOutcome.NotFound, "name", $"There is no {Kind.Word} '{name}'.");
}
