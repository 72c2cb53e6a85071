namespace Tandem.Switching.Operators;

/// <summary>Where users and tokens are kept; every write is durable when the call returns.</summary>
public interface IOperatorStore
{
    /// <summary>All users.</summary>
    IReadOnlyList<User> Users();

    /// <summary>Keeps a user, new or changed.</summary>
    void Save(User user, AuditEntry audit);

    /// <summary>All tokens that have not ended at <paramref name="now"/>.</summary>
    IReadOnlyList<ApiToken> Tokens(long now);

    /// <summary>Keeps a new token.</summary>
    void Save(ApiToken token, AuditEntry audit);

    /// <summary>Revokes a token.</summary>
    void DeleteToken(string name, AuditEntry audit);
}
