using Microsoft.Extensions.Logging;
using Tandem.Storage.Loading;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Protection;
using Tandem.Switching.Registration;
using Tandem.Testing;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Storage.Tests;

/// <summary>A store on a data folder with the tables in memory that belong to it, as a server has them.</summary>
public sealed class OpenStore : IDisposable
{
    private readonly DataFolder _folder;

    /// <summary>Opens the folder's store and loads it; a test that measures the load asks for it itself.</summary>
    public OpenStore(TemporaryFolder folder, FakeClock clock, bool measured = false)
    {
        Clock = clock;
        _folder = DataFolder.Open(folder.Path);
        try
        {
            Store = Store.Open(_folder, LoggerFactory.Create(builder => builder.AddProvider(Log)), clock);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
        Locations = new LocationTable(clock.NowMs);
        if (!measured) Load();
    }

    public FakeClock Clock { get; }
    public RecordedLog Log { get; } = new();
    public Store Store { get; }
    public Directory Directory { get; } = new();
    public LocationTable Locations { get; }
    public EndpointSuspension Suspensions { get; } = new();
    public KnownSources Known { get; } = new();
    public LoadReport Loaded { get; private set; } = new(0, 0, 0, 0, 0, 0, default);
    public DataFolder Folder => _folder;

    /// <summary>Fills the tables from the store.</summary>
    public void Load() => Loaded = Store.Load(Directory, Locations, Suspensions, Known);

    /// <summary>An audit entry of now.</summary>
    public AuditEntry Audit(string action = "test", string target = "1001", string? before = null, string? after = null) =>
        new(Clock.NowMs, new Actor("tester", "192.0.2.1"), action, target, before, after);

    /// <summary>Adds a phone that has nothing but a name.</summary>
    public void AddPhone(string name) => Store.Configuration.Save(new Phone { Name = name }, Audit());

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }
}
