using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;

namespace Tandem.Switching.Accounts;

/// <summary>
/// The one way to change phones, mapping gateways, accounts and parameters: checks what an operator wrote, stores it with its
/// audit entry, then puts it in force. One writer at a time; readers never wait. A store that cannot be written throws
/// <see cref="StoreUnavailableException"/> and nothing has changed.
/// </summary>
/// <param name="store">Where the configuration is kept.</param>
/// <param name="directory">Where it is in force.</param>
/// <param name="parameters">The parameters in force.</param>
/// <param name="secrets">Seals passwords.</param>
/// <param name="random">Draws generated passwords.</param>
public sealed class ConfigurationEditor(
    IConfigurationStore store, Directory directory, CurrentParameters parameters, ISecretBox secrets, FillRandom random)
{
    private readonly Lock _writing = new();
    private readonly EndpointRules _endpoints = new(directory, secrets, random);

    /// <summary>Adds a phone or mapping gateway. A password is generated when the mode needs one and none is given.</summary>
    /// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
    public EditResult<T> Add<T>(string name, EndpointDraft draft, Actor actor, long now) where T : Endpoint
    {
        lock (_writing)
        {
            if (NameRules.Problem(name) is { } problem) return EditResult<T>.Refused(EditOutcome.Invalid, "name", problem);
            if (directory.FindEndpoint(name) is { } taken) return EditResult<T>.Refused(EditOutcome.Exists, "name", TakenBy(taken));
            return Store(null, EndpointRules.Blank<T>(name), draft, actor, now);
        }
    }

    /// <summary>Changes the fields that the draft names.</summary>
    /// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
    public EditResult<T> Change<T>(string name, EndpointDraft draft, Actor actor, long now) where T : Endpoint
    {
        lock (_writing)
        {
            return directory.FindEndpoint(name) is T old ? Store(old, old, draft, actor, now) : NoSuch<T>(name);
        }
    }

    /// <summary>Takes a phone or mapping gateway out. Its bindings are the caller's to end.</summary>
    /// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
    public EditResult<T> Remove<T>(string name, Actor actor, long now) where T : Endpoint
    {
        lock (_writing)
        {
            if (directory.FindEndpoint(name) is not T old) return NoSuch<T>(name);
            store.Delete(old, new AuditEntry(now, actor, $"{EndpointRules.KindOf(old)} remove", name, AuditText.Of(old, false), null));
            directory.RemoveEndpoint(name);
            return new EditResult<T>(EditOutcome.Removed, old, []);
        }
    }

    /// <summary>
    /// Adds and changes phones or mapping gateways, all rows or none. The rows are read while no other change can be made,
    /// so they should come from a file and not from a peer.
    /// </summary>
    /// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
    public ImportResult Import<T>(IEnumerable<ImportRow<EndpointDraft>> rows, Actor actor, long now, Action<ImportProgress>? progress = null)
        where T : Endpoint
    {
        lock (_writing)
        {
            var batch = new ImportBatch<T>();
            foreach (var row in rows)
            {
                Check(row, batch);
                if (batch.Read % ImportBatch<T>.ProgressStep == 0) progress?.Invoke(new ImportProgress(batch.Read, 0, 0));
            }
            if (!batch.IsGood || batch.ToStore.Count == 0) return batch.Result();
            var audit = ImportEntry(EndpointRules.KindOf(batch.ToStore[0]), batch.Counts, actor, now);
            store.SaveAll(batch.ToStore, audit, stored => progress?.Invoke(new ImportProgress(batch.Read, stored, batch.ToStore.Count)));
            directory.SetEndpoints(batch.ToStore);
            return batch.Result();
        }
    }

    /// <summary>Adds an account.</summary>
    public EditResult<Account> AddAccount(string name, AccountDraft draft, Actor actor, long now)
    {
        lock (_writing)
        {
            if (NameRules.Problem(name) is { } problem) return EditResult<Account>.Refused(EditOutcome.Invalid, "name", problem);
            if (directory.FindAccount(name) is not null)
            {
                return EditResult<Account>.Refused(EditOutcome.Exists, "name", $"There is an account '{name}' already.");
            }
            return Store(null, new Account { Name = name }, draft, actor, now);
        }
    }

    /// <summary>Changes the fields that the draft names.</summary>
    public EditResult<Account> ChangeAccount(string name, AccountDraft draft, Actor actor, long now)
    {
        lock (_writing)
        {
            return directory.FindAccount(name) is { } old ? Store(old, old, draft, actor, now) : NoSuchAccount(name);
        }
    }

    /// <summary>Takes an account out; refused while endpoints belong to it or accounts stand below it.</summary>
    public EditResult<Account> RemoveAccount(string name, Actor actor, long now)
    {
        lock (_writing)
        {
            if (directory.FindAccount(name) is not { } old) return NoSuchAccount(name);
            var (endpoints, accounts) = store.CountMembers(name);
            if (endpoints + accounts > 0)
            {
                return EditResult<Account>.Refused(EditOutcome.InUse, "name",
                    $"{endpoints} phones and gateways belong to '{name}' and {accounts} accounts stand below it; move or remove them first.");
            }
            store.Delete(old, new AuditEntry(now, actor, "account remove", name, AuditText.Of(old), null));
            directory.RemoveAccount(name);
            return new EditResult<Account>(EditOutcome.Removed, old, []);
        }
    }

    /// <summary>Adds and changes accounts, all rows or none; an agent may stand anywhere in the same file.</summary>
    public ImportResult ImportAccounts(IEnumerable<ImportRow<AccountDraft>> rows, Actor actor, long now)
    {
        lock (_writing)
        {
            var batch = AccountImport.Check(rows, directory);
            if (!batch.IsGood || batch.ToStore.Count == 0) return batch.Result();
            store.SaveAll(batch.ToStore, ImportEntry("account", batch.Counts, actor, now));
            batch.ToStore.ForEach(directory.SetAccount);
            return batch.Result();
        }
    }

    /// <summary>Sets a parameter, by name or alias, from a text as an operator writes it.</summary>
    public EditResult<ParameterDefinition> SetParameter(string name, string text, Actor actor, long now)
    {
        lock (_writing)
        {
            if (ParameterCatalogue.Find(name) is not { } parameter) return NoSuchParameter(name);
            var before = parameters.Set;
            if (!before.TryWith(parameter, text, out var changed, out var error))
            {
                return EditResult<ParameterDefinition>.Refused(EditOutcome.Invalid, "value", error);
            }
            return Store(parameter, before, changed, "param set", actor, now);
        }
    }

    /// <summary>Puts a parameter back to its default.</summary>
    public EditResult<ParameterDefinition> ResetParameter(string name, Actor actor, long now)
    {
        lock (_writing)
        {
            if (ParameterCatalogue.Find(name) is not { } parameter) return NoSuchParameter(name);
            var before = parameters.Set;
            before.TryWith(parameter, parameter.DefaultText, out var changed, out _);
            return Store(parameter, before, changed, "param reset", actor, now);
        }
    }

    private EditResult<T> Store<T>(T? old, T start, EndpointDraft draft, Actor actor, long now) where T : Endpoint
    {
        var problems = new List<Problem>();
        var endpoint = _endpoints.Apply(start, draft, parameters.Set, problems, out var generated);
        if (problems.Count > 0) return new EditResult<T>(EditOutcome.Invalid, null, problems);
        if (endpoint.Equals(old)) return new EditResult<T>(EditOutcome.Unchanged, old, []);
        var passwordChanged = !ReferenceEquals(endpoint.SealedPassword, old?.SealedPassword);
        store.Save(endpoint, new AuditEntry(now, actor, $"{EndpointRules.KindOf(endpoint)} {(old is null ? "add" : "change")}", endpoint.Name,
            old is null ? null : AuditText.Of(old, false), AuditText.Of(endpoint, passwordChanged)));
        directory.SetEndpoint(endpoint);
        return new EditResult<T>(old is null ? EditOutcome.Added : EditOutcome.Changed, endpoint, []) { GeneratedPassword = generated };
    }

    private EditResult<Account> Store(Account? old, Account start, AccountDraft draft, Actor actor, long now)
    {
        var problems = new List<Problem>();
        var account = AccountRules.Apply(start, draft, directory.FindAccount, problems);
        if (problems.Count > 0) return new EditResult<Account>(EditOutcome.Invalid, null, problems);
        if (account == old) return new EditResult<Account>(EditOutcome.Unchanged, old, []);
        store.Save(account, new AuditEntry(now, actor, $"account {(old is null ? "add" : "change")}", account.Name,
            old is null ? null : AuditText.Of(old), AuditText.Of(account)));
        directory.SetAccount(account);
        return new EditResult<Account>(old is null ? EditOutcome.Added : EditOutcome.Changed, account, []);
    }

    private EditResult<ParameterDefinition> Store(
        ParameterDefinition parameter, ParameterSet before, ParameterSet after, string action, Actor actor, long now)
    {
        if (before.Text(parameter) == after.Text(parameter))
        {
            return new EditResult<ParameterDefinition>(EditOutcome.Unchanged, parameter, []);
        }
        if (ParameterPairs.Problem(after) is { } problem)
        {
            return EditResult<ParameterDefinition>.Refused(EditOutcome.Invalid, "value", problem);
        }
        store.SaveParameter(parameter.Name, after.IsSet(parameter) ? after.Text(parameter) : null,
            new AuditEntry(now, actor, action, parameter.Name, before.Text(parameter), after.Text(parameter)));
        parameters.Swap(after);
        return new EditResult<ParameterDefinition>(EditOutcome.Changed, parameter, []);
    }

    private void Check<T>(in ImportRow<EndpointDraft> row, ImportBatch<T> batch) where T : Endpoint
    {
        if (!batch.Begin(row.Line, row.Name)) return;
        var existing = directory.FindEndpoint(row.Name);
        if (existing is not (null or T))
        {
            batch.Refuse(row.Line, new Problem("name", TakenBy(existing)));
            return;
        }
        var problems = new List<Problem>(row.Problems);
        var start = existing as T;
        var imported = _endpoints.Apply(start ?? EndpointRules.Blank<T>(row.Name), row.Draft, parameters.Set, problems, out _);
        if (problems.Count > 0) batch.Refuse(row.Line, problems);
        else batch.Take(start, imported);
    }

    private static AuditEntry ImportEntry(string kind, in ImportCounts counts, Actor actor, long now) =>
        new(now, actor, $"{kind} import", $"{counts.Added + counts.Changed} rows", null, AuditText.Of(counts));

    private static string TakenBy(Endpoint taken) => $"There is a {(taken is Phone ? "phone" : "mapping gateway")} '{taken.Name}' already.";

    private static EditResult<T> NoSuch<T>(string name) where T : Endpoint =>
        EditResult<T>.Refused(EditOutcome.NotFound, "name", $"There is no {(typeof(T) == typeof(Phone) ? "phone" : "mapping gateway")} '{name}'.");

    private static EditResult<Account> NoSuchAccount(string name) =>
        EditResult<Account>.Refused(EditOutcome.NotFound, "name", $"There is no account '{name}'.");

    private static EditResult<ParameterDefinition> NoSuchParameter(string name) =>
        EditResult<ParameterDefinition>.Refused(EditOutcome.NotFound, "name", $"There is no parameter '{name}'.");
}
