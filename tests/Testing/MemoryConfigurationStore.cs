using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Testing;

/// <summary>A configuration store without a disk, for tests of what stands above the store. Can be made to fail.</summary>
public sealed class MemoryConfigurationStore : IConfigurationStore
{
    private readonly SortedDictionary<string, Endpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Kind, string Name), StoredObject> _objects = [];
    private readonly Dictionary<string, SortedSet<string>> _numbers = [];
    private readonly Dictionary<string, string> _parameters = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly Lock _lock = new();

    /// <summary>When set, every write fails with this message.</summary>
    public string? Failure { get; set; }

    /// <summary>The audit log, oldest first.</summary>
    public IReadOnlyList<AuditEntry> Audit => _audit;

    /// <summary>The endpoints kept.</summary>
    public IReadOnlyCollection<Endpoint> Endpoints => _endpoints.Values;

    /// <summary>The objects kept that are their fields.</summary>
    public IReadOnlyCollection<StoredObject> Objects => _objects.Values;

    /// <summary>The texts of the parameters that are not at their default.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    /// <inheritdoc/>
    public void Save(Endpoint endpoint, AuditEntry audit) => Write(audit, () => _endpoints[endpoint.Name] = endpoint);

    /// <inheritdoc/>
    public void SaveAll(IReadOnlyCollection<Endpoint> endpoints, AuditEntry audit, Action<int>? progress = null) => Write(audit, () =>
    {
        foreach (var endpoint in endpoints) _endpoints[endpoint.Name] = endpoint;
        progress?.Invoke(endpoints.Count);
    });

    /// <inheritdoc/>
    public void Delete(Endpoint endpoint, AuditEntry audit) => Write(audit, () => _endpoints.Remove(endpoint.Name));

    /// <inheritdoc/>
    public void Save(Account account, AuditEntry audit) => Write(audit, () => _accounts[account.Name] = account);

    /// <inheritdoc/>
    public void SaveAll(IReadOnlyCollection<Account> accounts, AuditEntry audit) => Write(audit, () =>
    {
        foreach (var account in accounts) _accounts[account.Name] = account;
    });

    /// <inheritdoc/>
    public void Delete(Account account, AuditEntry audit) => Write(audit, () => _accounts.Remove(account.Name));

    /// <inheritdoc/>
    public void SaveParameter(string name, string? value, AuditEntry audit) => Write(audit, () =>
    {
        if (value is null) _parameters.Remove(name);
        else _parameters[name] = value;
    });

    /// <inheritdoc/>
    public void Append(AuditEntry audit) => Write(audit, () => { });

    /// <inheritdoc/>
    public IReadOnlyList<T> List<T>(EndpointFilter filter, string? after, int limit) where T : Endpoint
    {
        lock (_lock)
        {
            return [.. _endpoints.Values.OfType<T>()
                .Where(e => after is null || string.CompareOrdinal(e.Name, after) > 0)
                .Where(e => filter.Search is null || e.Name.Contains(filter.Search) || e.Memo.Contains(filter.Search))
                .Where(e => filter.Account is null || e.Account == filter.Account)
                .Where(e => filter.Locked is null || e.Locked == filter.Locked)
                .Take(limit)];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Account> ListAccounts(string? search, string? after, int limit)
    {
        lock (_lock)
        {
            return [.. _accounts.Values
                .Where(a => after is null || string.CompareOrdinal(a.Name, after) > 0)
                .Where(a => search is null || a.Name.Contains(search) || a.Title.Contains(search))
                .Take(limit)];
        }
    }

    /// <inheritdoc/>
    public (int Endpoints, int Accounts) CountMembers(string account)
    {
        lock (_lock) return (_endpoints.Values.Count(e => e.Account == account), _accounts.Values.Count(a => a.Agent == account));
    }

    /// <inheritdoc/>
    public IReadOnlyList<AuditEntry> ListAudit(string? target, long? before, int limit)
    {
        lock (_lock)
        {
            return [.. _audit.AsEnumerable().Reverse()
                .Where(e => target is null || e.Target == target)
                .Where(e => before is null || e.Id < before)
                .Take(limit)];
        }
    }

    /// <summary>The numbers kept of a number group, parted by commas.</summary>
    public string NumbersOf(string group) => string.Join(',', _numbers.GetValueOrDefault(group) ?? []);

    /// <inheritdoc/>
    public void SaveObjects(IReadOnlyCollection<StoredObject> objects, AuditEntry audit, Action<int>? progress = null) => Write(audit, () => Keep(objects));

    /// <inheritdoc/>
    public void DeleteObject(string kind, string name, AuditEntry audit) => Write(audit, () =>
    {
        _objects.Remove((kind, name));
        if (kind == ObjectKinds.NumberGroups.Slug) _numbers.Remove(name);
    });

    /// <inheritdoc/>
    public void SaveNumbers(
        IReadOnlyCollection<StoredObject> groups, IReadOnlyCollection<NumberChange> changes, AuditEntry audit, Action<int>? progress = null) => Write(audit, () =>
    {
        Keep(groups);
        foreach (var change in changes)
        {
            if (!_numbers.TryGetValue(change.Group, out var numbers)) _numbers[change.Group] = numbers = new SortedSet<string>(StringComparer.Ordinal);
            numbers.ExceptWith(change.Removed);
            numbers.UnionWith(change.Added);
        }
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> ListObjects(string kind, string? search, string? after, int limit)
    {
        lock (_lock)
        {
            return [.. _objects.Values
                .Where(o => o.Kind == kind && (after is null || string.CompareOrdinal(o.Name, after) > 0))
                .Where(o => search is null || o.Name.Contains(search) || o.Memo.Contains(search))
                .Select(o => o.Name)
                .Order(StringComparer.Ordinal)
                .Take(limit)];
        }
    }

    private void Keep(IEnumerable<StoredObject> objects)
    {
        foreach (var stored in objects) _objects[(stored.Kind, stored.Name)] = stored;
    }

    private void Write(AuditEntry audit, Action change)
    {
        lock (_lock)
        {
            if (Failure is not null) throw new StoreUnavailableException(Failure);
            change();
            _audit.Add(audit with { Id = _audit.Count + 1 });
        }
    }
}
