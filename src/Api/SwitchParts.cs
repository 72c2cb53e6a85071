using Tandem.Api.Metrics;
using Tandem.Api.Running;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;
using Tandem.Switching.Records;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Api;

/// <summary>The parts of the switch that the API shows and changes; whoever hosts the API hands them over.</summary>
public sealed record SwitchParts
{
    /// <summary>Phones, gateways and accounts in force.</summary>
    public required Directory Directory { get; init; }

    /// <summary>The parameters in force.</summary>
    public required CurrentParameters Parameters { get; init; }

    /// <summary>Changes them all.</summary>
    public required ConfigurationEditor Editor { get; init; }

    /// <summary>Lists them, and the audit log.</summary>
    public required IConfigurationStore Configuration { get; init; }

    /// <summary>Users and tokens.</summary>
    public required IOperatorStore Operators { get; init; }

    /// <summary>Opens passwords for those who may see them.</summary>
    public required ISecretBox Secrets { get; init; }

    /// <summary>The registrations.</summary>
    public required LocationTable Locations { get; init; }

    /// <summary>What the routing of calls shares.</summary>
    public required RoutingState Routing { get; init; }

    /// <summary>The suspensions in force.</summary>
    public required EndpointSuspension Suspensions { get; init; }

    /// <summary>The suspensions of the past.</summary>
    public required ISuspensionHistory SuspensionHistory { get; init; }

    /// <summary>The records of calls.</summary>
    public required ICallRecordStore Records { get; init; }

    /// <summary>The running switch.</summary>
    public required ISwitchStatus Status { get; init; }

    /// <summary>The calls that go on.</summary>
    public required ILiveCalls LiveCalls { get; init; }

    /// <summary>How the routing gateways stand.</summary>
    public required IGatewayWatch Gateways { get; init; }

    /// <summary>What /metrics shows.</summary>
    public required IMetricsSource Metrics { get; init; }

    /// <summary>Copies the store.</summary>
    public required IBackupSource Backup { get; init; }

    /// <summary>The token of the machine's own command line, in clear; its bearer is "local" with the scope admin.</summary>
    public required string LocalToken { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The time in milliseconds since the Unix epoch.</summary>
    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
