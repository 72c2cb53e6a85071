using Tandem.Switching.Operators;

namespace Tandem.Switching.Accounts;

/// <summary>Where the objects that are their fields are kept; durable and with audit entries as in <see cref="IConfigurationStore"/>.</summary>
public interface IObjectStore
{
    /// <summary>Keeps many new or changed objects, all or none.</summary>
    void SaveObjects(IReadOnlyCollection<StoredObject> objects, AuditEntry audit, Action<int>? progress = null);

    /// <summary>Forgets an object; a number group's numbers go with it.</summary>
    void DeleteObject(string kind, string name, AuditEntry audit);

    /// <summary>Keeps new or changed number groups and what changes among their numbers, all or none.</summary>
    void SaveNumbers(IReadOnlyCollection<StoredObject> groups, IReadOnlyCollection<NumberChange> changes, AuditEntry audit, Action<int>? progress = null);

    /// <summary>The names of one kind in their order, those after <paramref name="after"/>; <paramref name="search"/> is a part of the name or memo.</summary>
    IReadOnlyList<string> ListObjects(string kind, string? search, string? after, int limit);
}

/// <summary>An object as a store keeps it, so that a new field needs no other store.</summary>
/// <param name="Kind">The kind (<see cref="ObjectKind{T}.Slug"/>).</param>
/// <param name="Name">Its name.</param>
/// <param name="Password">Its sealed password; null = none.</param>
/// <param name="Memo">The operator's note, in which lists search.</param>
/// <param name="Fields">The fields that are not at their default, as a JSON object of names and texts; "" = all are.</param>
public sealed record StoredObject(string Kind, string Name, byte[]? Password, string Memo, string Fields);

/// <summary>What changes among the numbers of one group.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Added">Numbers that it did not have.</param>
/// <param name="Removed">Numbers that it had.</param>
public sealed record NumberChange(string Group, IReadOnlyCollection<string> Added, IReadOnlyCollection<string> Removed);
