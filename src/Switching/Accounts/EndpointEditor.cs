using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;

namespace Tandem.Switching.Accounts;

/// <summary>Adds, changes and removes phones and mapping gateways; a part of the <see cref="ConfigurationEditor"/>.</summary>
public sealed class EndpointEditor
{
    private readonly Lock _writing;
    private readonly IConfigurationStore _store;
    private readonly Directory _directory;
    private readonly CurrentParameters _parameters;
    private readonly EndpointRules _rules;

    internal EndpointEditor(
        Lock writing, IConfigurationStore store, Directory directory, CurrentParameters parameters, ISecretBox secrets, FillRandom random)
    {
        (_writing, _store, _directory, _parameters) = (writing, store, directory, parameters);
        _rules = new EndpointRules(directory, secrets, random);
    }

    /// <summary>Adds a phone or mapping gateway. A password is generated when the mode needs one and none is given.</summary>
    /// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
    public EditResult<T> Add<T>(string name, EndpointDraft draft, Actor actor, long now) where T : Endpoint
    {
        lock (_writing)
        {
            if (NameRules.Problem(name) is { } problem) return EditResult<T>.Refused(EditOutcome.Invalid, "name", problem);
            if (_directory.FindEndpoint(name) is { } taken) return EditResult<T>.Refused(EditOutcome.Exists, "name", TakenBy(taken));
            return Store(null, EndpointRules.Blank<T>(name), draft, actor, now);
        }
    }

    /// <summary>Changes the fields that the draft names.</summary>
    /// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
    public EditResult<T> Change<T>(string name, EndpointDraft draft, Actor actor, long now) where T : Endpoint
    {
        lock (_writing)
        {
            return _directory.FindEndpoint(name) is T old ? Store(old, old, draft, actor, now) : NoSuch<T>(name);
        }
    }

    /// <summary>Takes a phone or mapping gateway out. Its bindings are the caller's to end.</summary>
    /// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
    public EditResult<T> Remove<T>(string name, Actor actor, long now) where T : Endpoint
    {
        lock (_writing)
        {
            if (_directory.FindEndpoint(name) is not T old) return NoSuch<T>(name);
            _store.Delete(old, new AuditEntry(now, actor, $"{EndpointRules.KindOf(old)} remove", name, AuditText.Of(old, false), null));
            _directory.RemoveEndpoint(name);
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
                if (batch.Read % ImportProblems.ProgressStep == 0) progress?.Invoke(new ImportProgress(batch.Read, 0, 0));
            }
            CheckNumbers(batch);
            if (!batch.IsGood || batch.ToStore.Count == 0) return batch.Result();
            var audit = AuditText.Import(EndpointRules.KindOf(batch.ToStore[0]), batch.Counts, actor, now);
            _store.SaveAll(batch.ToStore, audit, stored => progress?.Invoke(new ImportProgress(batch.Read, stored, batch.ToStore.Count)));
            _directory.SetEndpoints(batch.ToStore);
            return batch.Result();
        }
    }

    private EditResult<T> Store<T>(T? old, T start, EndpointDraft draft, Actor actor, long now) where T : Endpoint
    {
        var problems = new List<Problem>();
        var endpoint = _rules.Apply(start, draft, _parameters.Set, problems, out var generated);
        if (endpoint is Phone phone) problems.AddRange(new PhoneNumberClaims(_directory, [phone]).Problems(phone));
        if (problems.Count > 0) return new EditResult<T>(EditOutcome.Invalid, null, problems);
        if (endpoint.Equals(old)) return new EditResult<T>(EditOutcome.Unchanged, old, []);
        var passwordChanged = !ReferenceEquals(endpoint.SealedPassword, old?.SealedPassword);
        _store.Save(endpoint, new AuditEntry(now, actor, $"{EndpointRules.KindOf(endpoint)} {(old is null ? "add" : "change")}", endpoint.Name,
            old is null ? null : AuditText.Of(old, false), AuditText.Of(endpoint, passwordChanged)));
        _directory.SetEndpoint(endpoint);
        return new EditResult<T>(old is null ? EditOutcome.Added : EditOutcome.Changed, endpoint, []) { GeneratedPassword = generated };
    }

    private void Check<T>(in ImportRow<EndpointDraft> row, ImportBatch<T> batch) where T : Endpoint
    {
        if (!batch.Begin(row.Line, row.Name)) return;
        var existing = _directory.FindEndpoint(row.Name);
        if (existing is not (null or T))
        {
            batch.Refuse(row.Line, new Problem("name", TakenBy(existing)));
            return;
        }
        var problems = new List<Problem>(row.Problems);
        var start = existing as T;
        var imported = _rules.Apply(start ?? EndpointRules.Blank<T>(row.Name), row.Draft, _parameters.Set, problems, out _);
        if (problems.Count > 0) batch.Refuse(row.Line, problems);
        else batch.Take(start, imported);
    }

    // When all rows are in, since a later one may give up a number that an earlier one takes.
    private void CheckNumbers<T>(ImportBatch<T> batch) where T : Endpoint
    {
        if (!batch.IsGood || batch.ToStore is not List<Phone> phones) return;
        var claims = new PhoneNumberClaims(_directory, phones);
        foreach (var phone in phones) batch.Refuse(batch.LineOf(phone.Name), claims.Problems(phone));
    }

    private static string TakenBy(Endpoint taken) =>
        $"There is a {taken switch { Phone => "phone", MappingGateway => "mapping gateway", _ => "routing gateway that registers as" }} '{taken.Name}' already.";

    private static EditResult<T> NoSuch<T>(string name) where T : Endpoint =>
        EditResult<T>.Refused(EditOutcome.NotFound, "name", $"There is no {(typeof(T) == typeof(Phone) ? "phone" : "mapping gateway")} '{name}'.");
}
