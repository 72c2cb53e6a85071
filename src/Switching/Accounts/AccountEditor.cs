using Tandem.Switching.Operators;

namespace Tandem.Switching.Accounts;

/// <summary>Adds, changes and removes accounts; a part of the <see cref="ConfigurationEditor"/>.</summary>
public sealed class AccountEditor
{
    private readonly Lock _writing;
    private readonly IConfigurationStore _store;
    private readonly Directory _directory;

    internal AccountEditor(Lock writing, IConfigurationStore store, Directory directory) =>
        (_writing, _store, _directory) = (writing, store, directory);

    /// <summary>Adds an account.</summary>
    public EditResult<Account> Add(string name, AccountDraft draft, Actor actor, long now)
    {
        lock (_writing)
        {
            if (NameRules.Problem(name) is { } problem) return EditResult<Account>.Refused(EditOutcome.Invalid, "name", problem);
            if (_directory.FindAccount(name) is not null)
            {
                return EditResult<Account>.Refused(EditOutcome.Exists, "name", $"There is an account '{name}' already.");
            }
            return Store(null, new Account { Name = name }, draft, actor, now);
        }
    }

    /// <summary>Changes the fields that the draft names.</summary>
    public EditResult<Account> Change(string name, AccountDraft draft, Actor actor, long now)
    {
        lock (_writing)
        {
            return _directory.FindAccount(name) is { } old ? Store(old, old, draft, actor, now) : NoSuch(name);
        }
    }

    /// <summary>Takes an account out; refused while endpoints belong to it or accounts stand below it.</summary>
    public EditResult<Account> Remove(string name, Actor actor, long now)
    {
        lock (_writing)
        {
            if (_directory.FindAccount(name) is not { } old) return NoSuch(name);
            var (endpoints, accounts) = _store.CountMembers(name);
            if (endpoints + accounts > 0)
            {
                return EditResult<Account>.Refused(EditOutcome.InUse, "name",
                    $"{endpoints} phones and gateways belong to '{name}' and {accounts} accounts stand below it; move or remove them first.");
            }
            _store.Delete(old, new AuditEntry(now, actor, "account remove", name, AuditText.Of(old), null));
            _directory.RemoveAccount(name);
            return new EditResult<Account>(EditOutcome.Removed, old, []);
        }
    }

    /// <summary>Adds and changes accounts, all rows or none; an agent may stand anywhere in the same file.</summary>
    public ImportResult Import(IEnumerable<ImportRow<AccountDraft>> rows, Actor actor, long now)
    {
        lock (_writing)
        {
            var batch = AccountImport.Check(rows, _directory);
            if (!batch.IsGood || batch.ToStore.Count == 0) return batch.Result();
            _store.SaveAll(batch.ToStore, AuditText.Import("account", batch.Counts, actor, now));
            batch.ToStore.ForEach(_directory.SetAccount);
            return batch.Result();
        }
    }

    private EditResult<Account> Store(Account? old, Account start, AccountDraft draft, Actor actor, long now)
    {
        var problems = new List<Problem>();
        var account = AccountRules.Apply(start, draft, _directory.FindAccount, problems);
        if (problems.Count > 0) return new EditResult<Account>(EditOutcome.Invalid, null, problems);
        if (account == old) return new EditResult<Account>(EditOutcome.Unchanged, old, []);
        _store.Save(account, new AuditEntry(now, actor, $"account {(old is null ? "add" : "change")}", account.Name,
            old is null ? null : AuditText.Of(old), AuditText.Of(account)));
        _directory.SetAccount(account);
        return new EditResult<Account>(old is null ? EditOutcome.Added : EditOutcome.Changed, account, []);
    }

    private static EditResult<Account> NoSuch(string name) =>
        EditResult<Account>.Refused(EditOutcome.NotFound, "name", $"There is no account '{name}'.");
}
