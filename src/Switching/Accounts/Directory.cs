using System.Collections.Concurrent;

namespace Tandem.Switching.Accounts;

/// <summary>
/// The phones, mapping gateways and accounts in memory: what every decision reads. Each entry is immutable and swapped
/// whole, so a reader needs no lock and sees a change with its next request.
/// </summary>
public sealed class Directory
{
    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    /// <summary>Phones and mapping gateways together: a name belongs to one of them.</summary>
    public EndpointIndex Endpoints { get; } = new();

    /// <summary>The accounts, in no order.</summary>
    public IEnumerable<Account> Accounts => _accounts.Values;

    /// <summary>How many accounts there are.</summary>
    public int AccountCount => _accounts.Count;

    /// <summary>The account of that name; null when there is none.</summary>
    public Account? FindAccount(string name) => _accounts.GetValueOrDefault(name);

    /// <summary>Adds the account or puts it in the place of the one with its name.</summary>
    public void SetAccount(Account account) => _accounts[account.Name] = account;

    /// <summary>Takes the account of that name out.</summary>
    public void RemoveAccount(string name) => _accounts.TryRemove(name, out _);

    /// <summary>The endpoint of that name held as text.</summary>
    public Endpoint? FindEndpoint(string name)
    {
        Span<byte> utf8 = stackalloc byte[NameRules.MaxLength];
        if (NameRules.Problem(name) is not null) return null;
        var length = System.Text.Encoding.ASCII.GetBytes(name, utf8);
        return Endpoints.Find(NameHash.Of(utf8[..length]));
    }

    /// <summary>Adds the endpoint or puts it in the place of the one with its name.</summary>
    public void SetEndpoint(Endpoint endpoint) => Endpoints.Set(endpoint);

    /// <summary>Adds many endpoints or puts them in the place of those with their names.</summary>
    public void SetEndpoints(IEnumerable<Endpoint> endpoints) => Endpoints.SetAll(endpoints);

    /// <summary>Takes the endpoint of that name out.</summary>
    public void RemoveEndpoint(string name) => Endpoints.Remove(name);
}
