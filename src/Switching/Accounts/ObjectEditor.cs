using Tandem.Switching.Operators;

namespace Tandem.Switching.Accounts;

/// <summary>Adds, changes and removes the objects of one kind that are their fields; a part of the <see cref="ConfigurationEditor"/>.</summary>
/// <typeparam name="T">An immutable object with a name.</typeparam>
public sealed class ObjectEditor<T> where T : class
{
    private readonly Lock _writing;
    private readonly IConfigurationStore _store;
    private readonly Directory _directory;
    private readonly ObjectTable<T> _table;
    private readonly ObjectRules<T> _rules;

    internal ObjectEditor(Lock writing, IConfigurationStore store, Directory directory, ISecretBox secrets, ObjectKind<T> kind)
    {
        (_writing, _store, _directory, Kind) = (writing, store, directory, kind);
        _table = kind.TableOf(directory);
        _rules = new ObjectRules<T>(kind, directory, secrets);
    }

    /// <summary>What it edits.</summary>
    public ObjectKind<T> Kind { get; }

    /// <summary>Adds one.</summary>
    public EditResult<T> Add(string name, ObjectDraft draft, Actor actor, long now)
    {
        lock (_writing)
        {
            if (NameRules.Problem(name) is { } problem) return EditResult<T>.Refused(EditOutcome.Invalid, "name", problem);
            return _table.Find(name) is null
                ? Store(null, Kind.Blank(name), draft, actor, now)
                : EditResult<T>.Refused(EditOutcome.Exists, "name", $"There is a {Kind.Word} '{name}' already.");
        }
    }

    /// <summary>Changes the fields that the draft names.</summary>
    public EditResult<T> Change(string name, ObjectDraft draft, Actor actor, long now)
    {
        lock (_writing)
        {
            return _table.Find(name) is { } old ? Store(old, old, draft, actor, now) : NoSuch(name);
        }
    }

    /// <summary>Takes one out; a group is refused while something names it.</summary>
    public EditResult<T> Remove(string name, Actor actor, long now)
    {
        lock (_writing)
        {
            if (_table.Find(name) is not { } old) return NoSuch(name);
            if (Kind.Group is { } group && GroupRules.Use(_directory, group, name) is { } use) return EditResult<T>.Refused(EditOutcome.InUse, "name", use);
            _store.DeleteObject(Kind.Slug, name, new AuditEntry(now, actor, $"{Kind.Slug} remove", name, AuditText.Of(Kind, old, false), null));
            _table.Remove(name);
            return new EditResult<T>(EditOutcome.Removed, old, []);
        }
    }

    /// <summary>Adds and changes many, all rows or none.</summary>
    public ImportResult Import(IEnumerable<ImportRow<ObjectDraft>> rows, Actor actor, long now, Action<ImportProgress>? progress = null)
    {
        lock (_writing)
        {
            var batch = new ImportBatch<T>();
            foreach (var row in rows)
            {
                Check(row, batch);
                if (batch.Read % ImportProblems.ProgressStep == 0) progress?.Invoke(new ImportProgress(batch.Read, 0, 0));
            }
            if (!batch.IsGood || batch.ToStore.Count == 0) return batch.Result();
            _store.SaveObjects([.. batch.ToStore.Select(Kind.Store)], AuditText.Import(Kind.Slug, batch.Counts, actor, now),
                stored => progress?.Invoke(new ImportProgress(batch.Read, stored, batch.ToStore.Count)));
            _table.SetAll(batch.ToStore);
            return batch.Result();
        }
    }

    private EditResult<T> Store(T? old, T start, ObjectDraft draft, Actor actor, long now)
    {
        var problems = new List<Problem>();
        var one = _rules.Apply(start, draft, problems, out var passwordChanged);
        if (problems.Count > 0) return new EditResult<T>(EditOutcome.Invalid, null, problems);
        if (one.Equals(old)) return new EditResult<T>(EditOutcome.Unchanged, old, []);
        _store.SaveObjects([Kind.Store(one)], new AuditEntry(now, actor, $"{Kind.Slug} {(old is null ? "add" : "change")}", Kind.NameOf(one),
            old is null ? null : AuditText.Of(Kind, old, false), AuditText.Of(Kind, one, passwordChanged)));
        _table.Set(one);
        return new EditResult<T>(old is null ? EditOutcome.Added : EditOutcome.Changed, one, []);
    }

    private void Check(in ImportRow<ObjectDraft> row, ImportBatch<T> batch)
    {
        if (!batch.Begin(row.Line, row.Name)) return;
        var problems = new List<Problem>(row.Problems);
        var existing = _table.Find(row.Name);
        var imported = _rules.Apply(existing ?? Kind.Blank(row.Name), row.Draft, problems, out _);
        if (problems.Count > 0) batch.Refuse(row.Line, problems);
        else batch.Take(existing, imported);
    }

    private EditResult<T> NoSuch(string name) => EditResult<T>.Refused(EditOutcome.NotFound, "name", $"There is no {Kind.Word} '{name}'.");
}
