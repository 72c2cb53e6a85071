using System.Collections.Concurrent;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Accounts;

/// <summary>
/// The configuration in memory: what every decision reads. Each entry is immutable and swapped whole, so a reader needs no
/// lock and sees a change with its next request. Changed by the <see cref="ConfigurationEditor"/> and the load at start only,
/// one writer at a time.
/// </summary>
public sealed class Directory
{
    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly PhoneNumberIndex _numbers = new();
    private readonly CarrierLogins _logins;
    private long _version;

    /// <summary>An empty directory.</summary>
    public Directory()
    {
        MappingGateways = new(gateway => gateway.Name, Tell);
        _logins = new CarrierLogins(Endpoints);
        RoutingGateways = new(gateway => gateway.Name, TellOfCarriers);
        GatewayGroups = new(group => group.Name, Tell);
        NumberGroups = new(group => group.Name, Tell);
        NumberTransforms = new(transform => transform.Name, Tell);
    }

    /// <summary>All that may register, phones, mapping gateways and the logins of routing gateways: a name belongs to one of them.</summary>
    public EndpointIndex Endpoints { get; } = new();

    /// <summary>How many phones and mapping gateways there are.</summary>
    public int EndpointCount => Endpoints.Count - _logins.Count;

    /// <summary>The mapping gateways among the endpoints.</summary>
    public ObjectTable<MappingGateway> MappingGateways { get; }

    /// <summary>The routing gateways.</summary>
    public ObjectTable<RoutingGateway> RoutingGateways { get; }

    /// <summary>The gateway groups.</summary>
    public ObjectTable<GatewayGroup> GatewayGroups { get; }

    /// <summary>The number groups.</summary>
    public ObjectTable<NumberGroup> NumberGroups { get; }

    /// <summary>The number-transform table.</summary>
    public ObjectTable<NumberTransform> NumberTransforms { get; }

    /// <summary>The accounts, in no order.</summary>
    public IEnumerable<Account> Accounts => _accounts.Values;

    /// <summary>How many accounts there are.</summary>
    public int AccountCount => _accounts.Count;

    /// <summary>Rises with every change of a gateway, a group or a transform; phones and accounts do not move it.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Told after <see cref="Version"/> has risen, on the thread that made the change.</summary>
    public event Action? Changed;

    /// <summary>True when a phone has further numbers.</summary>
    internal bool HasFurtherNumbers => !_numbers.IsEmpty;

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

    /// <summary>The phone that a call to the number rings: the one of that name, else the one with it among its further numbers.</summary>
    public Phone? FindPhoneByNumber(string number) =>
        FindEndpoint(number) as Phone ?? (_numbers.OwnerOf(number) is { } owner ? FindEndpoint(owner) as Phone : null);

    /// <summary>Adds the endpoint or puts it in the place of the one with its name.</summary>
    public void SetEndpoint(Endpoint endpoint)
    {
        _numbers.Replace(Endpoints.Set(endpoint) as Phone, endpoint as Phone);
        if (endpoint is MappingGateway gateway) MappingGateways.Set(gateway);
    }

    /// <summary>Adds many endpoints or puts them in the place of those with their names.</summary>
    public void SetEndpoints(IEnumerable<Endpoint> endpoints)
    {
        var gateways = new List<MappingGateway>();
        foreach (var endpoint in endpoints)
        {
            _numbers.Replace(Endpoints.Set(endpoint) as Phone, endpoint as Phone);
            if (endpoint is MappingGateway gateway) gateways.Add(gateway);
        }
        MappingGateways.SetAll(gateways);
    }

    /// <summary>Takes the endpoint of that name out.</summary>
    public void RemoveEndpoint(string name)
    {
        var removed = Endpoints.Remove(name);
        _numbers.Replace(removed as Phone, null);
        if (removed is MappingGateway) MappingGateways.Remove(name);
    }

    private void TellOfCarriers()
    {
        _logins.Follow(RoutingGateways.All);
        Tell();
    }

    private void Tell()
    {
        Interlocked.Increment(ref _version);
        Changed?.Invoke();
    }
}
