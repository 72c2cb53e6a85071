using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Network.Signalling;
using Tandem.Server.Signalling;
using Tandem.Switching.Authentication;
using Tandem.Switching.Parameters;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;
using Tandem.Testing;
using Tandem.Testing.Calls;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Server.Tests.Signalling;

/// <summary>Shards of a switch that holds nothing, over real sockets.</summary>
public sealed class TestShards : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("tandem-shards-").FullName;
    private readonly RegistrationLog _log;

    public TestShards(int count)
    {
        var state = new RegistrarState(new Directory(), new CurrentParameters(ParameterSet.Defaults),
            new LocationTable(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), new LocalDomains(["localhost"], []));
        _log = new RegistrationLog(Path.Combine(_folder, "registrations.log"), count, TimeProvider.System, NullLogger.Instance);
        var parts = new ShardParts(state, new RoutingState(state, new GatewayStates(), TimeZoneInfo.Utc), new DigestSecrets(new PlainSecretBox()), new TestRelay(),
            new TestSwitch(), _ => new TestJournal(), _ => new TestSwitch());
        Group = new ShardGroup(count, parts, picker => new ConnectionTable(picker, ConnectionOptions.Default, TimeProvider.System), _log, UdpOptions.Default,
            TimeProvider.System, NullLogger.Instance);
    }

    public ShardGroup Group { get; }

    public void Dispose()
    {
        Group.Dispose();
        _log.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}
