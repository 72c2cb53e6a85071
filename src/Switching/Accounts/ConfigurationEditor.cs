using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using Tandem.Switching.Parameters;

namespace Tandem.Switching.Accounts;

/// <summary>
/// The one way to change the configuration, a part for each family of objects: each checks what an operator wrote, stores it
/// with its audit entry, then puts it in force. One writer at a time over all parts, because they name each other; readers
/// never wait. A store that cannot be written throws <see cref="StoreUnavailableException"/> and nothing has changed.
/// </summary>
public sealed class ConfigurationEditor
{
    /// <summary>An editor; there is one for a store.</summary>
    /// <param name="store">Where the configuration is kept.</param>
    /// <param name="directory">Where it is in force.</param>
    /// <param name="parameters">The parameters in force.</param>
    /// <param name="secrets">Seals passwords.</param>
    /// <param name="random">Draws generated passwords.</param>
    public ConfigurationEditor(IConfigurationStore store, Directory directory, CurrentParameters parameters, ISecretBox secrets, FillRandom random)
    {
        var writing = new Lock();
        Endpoints = new EndpointEditor(writing, store, directory, parameters, secrets, random);
        Accounts = new AccountEditor(writing, store, directory);
        Parameters = new ParameterEditor(writing, store, parameters);
        RoutingGateways = new ObjectEditor<RoutingGateway>(writing, store, directory, secrets, ObjectKinds.RoutingGateways);
        GatewayGroups = new ObjectEditor<GatewayGroup>(writing, store, directory, secrets, ObjectKinds.GatewayGroups);
        NumberGroups = new ObjectEditor<NumberGroup>(writing, store, directory, secrets, ObjectKinds.NumberGroups);
        GroupedNumbers = new NumberGroupEditor(writing, store, directory);
        NumberTransforms = new ObjectEditor<NumberTransform>(writing, store, directory, secrets, ObjectKinds.NumberTransforms);
    }

    /// <summary>Phones and mapping gateways.</summary>
    public EndpointEditor Endpoints { get; }

    /// <summary>Accounts.</summary>
    public AccountEditor Accounts { get; }

    /// <summary>Parameters.</summary>
    public ParameterEditor Parameters { get; }

    /// <summary>Routing gateways.</summary>
    public ObjectEditor<RoutingGateway> RoutingGateways { get; }

    /// <summary>Gateway groups.</summary>
    public ObjectEditor<GatewayGroup> GatewayGroups { get; }

    /// <summary>Number groups, but for their numbers.</summary>
    public ObjectEditor<NumberGroup> NumberGroups { get; }

    /// <summary>The numbers of number groups.</summary>
    public NumberGroupEditor GroupedNumbers { get; }

    /// <summary>The number-transform table.</summary>
    public ObjectEditor<NumberTransform> NumberTransforms { get; }
}
