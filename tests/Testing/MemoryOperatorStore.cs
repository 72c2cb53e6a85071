using Tandem.Switching.Operators;

namespace Tandem.Testing;

/// <summary>An operator store without a disk.</summary>
public sealed class MemoryOperatorStore : IOperatorStore
{
    private readonly Dictionary<string, User> _users = [];
    private readonly Dictionary<string, ApiToken> _tokens = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly Lock _lock = new();

    /// <summary>The audit log, oldest first.</summary>
    public IReadOnlyList<AuditEntry> Audit => _audit;

    /// <inheritdoc/>
    public IReadOnlyList<User> Users()
    {
        lock (_lock) return [.. _users.Values];
    }

    /// <inheritdoc/>
    public void Save(User user, AuditEntry audit)
    {
        lock (_lock)
        {
            _users[user.Name] = user;
            _audit.Add(audit);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ApiToken> Tokens(long now)
    {
        lock (_lock) return [.. _tokens.Values.Where(t => t.ValidUntil is null || t.ValidUntil > now)];
    }

    /// <inheritdoc/>
    public void Save(ApiToken token, AuditEntry audit)
    {
        lock (_lock)
        {
            _tokens.Add(token.Name, token);
            _audit.Add(audit);
        }
    }

    /// <inheritdoc/>
    public void DeleteToken(string name, AuditEntry audit)
    {
        lock (_lock)
        {
            _tokens.Remove(name);
            _audit.Add(audit);
        }
    }
}
