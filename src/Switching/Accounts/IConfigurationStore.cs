using Tandem.Switching.Operators;

namespace Tandem.Switching.Accounts;

/// <summary>
/// Where the configuration is kept. Every write is durable when the call returns and carries its audit entry in the same
/// transaction; a write that fails throws <see cref="StoreUnavailableException"/> and has changed nothing.
/// </summary>
public interface IConfigurationStore : IObjectStore
{
    /// <summary>Keeps an endpoint, new or changed.</summary>
    void Save(Endpoint endpoint, AuditEntry audit);

    /// <summary>Keeps many new or changed endpoints, all or none.</summary>
    void SaveAll(IReadOnlyCollection<Endpoint> endpoints, AuditEntry audit, Action<int>? progress = null);

    /// <summary>Forgets an endpoint.</summary>
    void Delete(Endpoint endpoint, AuditEntry audit);

    /// <summary>Keeps an account, new or changed.</summary>
    void Save(Account account, AuditEntry audit);

    /// <summary>Keeps many new or changed accounts, all or none.</summary>
    void SaveAll(IReadOnlyCollection<Account> accounts, AuditEntry audit);

    /// <summary>Forgets an account.</summary>
    void Delete(Account account, AuditEntry audit);

    /// <summary>Keeps a parameter's canonical text; null puts it back to its default.</summary>
    void SaveParameter(string name, string? value, AuditEntry audit);

    /// <summary>Keeps an audit entry for a change that is not configuration (an unregister, a cleared suspension).</summary>
    void Append(AuditEntry audit);

    /// <summary>
    /// Endpoints of one kind in the order of their names, those after <paramref name="after"/>, at most <paramref name="limit"/>.
    /// </summary>
    /// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
    IReadOnlyList<T> List<T>(EndpointFilter filter, string? after, int limit) where T : Endpoint;

    /// <summary>Accounts in the order of their names; <paramref name="search"/> is a part of the name or title.</summary>
    IReadOnlyList<Account> ListAccounts(string? search, string? after, int limit);

    /// <summary>How many endpoints belong to the account and how many accounts stand below it.</summary>
    (int Endpoints, int Accounts) CountMembers(string account);

    /// <summary>The audit log, newest first, entries before the number <paramref name="before"/>.</summary>
    IReadOnlyList<AuditEntry> ListAudit(string? target, long? before, int limit);
}

/// <summary>Which endpoints a list shows; null = all.</summary>
/// <param name="Search">A part of the name or memo.</param>
/// <param name="Account">The account, whole.</param>
/// <param name="Locked">Locked ones or the others.</param>
public readonly record struct EndpointFilter(string? Search = null, string? Account = null, bool? Locked = null);

/// <summary>The store could not be written or read; the message says what to do.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
