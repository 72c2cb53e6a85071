using System.Security.Cryptography;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Testing;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Tests.Accounts;

/// <summary>An editor over a store in memory, and an operator who uses it.</summary>
internal sealed class Desk
{
    public const long Now = 1_767_268_800_000;

    public static readonly Actor Anna = new("anna", "192.0.2.1");

    public Desk() => Editor = new ConfigurationEditor(Store, Directory, Parameters, Secrets, RandomNumberGenerator.Fill);

    public MemoryConfigurationStore Store { get; } = new();

    public Directory Directory { get; } = new();

    public CurrentParameters Parameters { get; } = new(ParameterSet.Defaults);

    public MemorySecretBox Secrets { get; } = new();

    public ConfigurationEditor Editor { get; }

    public EditResult<Phone> Add(string name, EndpointDraft? draft = null) => Editor.Endpoints.Add<Phone>(name, draft ?? new EndpointDraft(), Anna, Now);

    public EditResult<Phone> Change(string name, EndpointDraft draft) => Editor.Endpoints.Change<Phone>(name, draft, Anna, Now);

    public EditResult<Account> AddAccount(string name, AccountDraft? draft = null) => Editor.Accounts.Add(name, draft ?? new AccountDraft(), Anna, Now);

    public EditResult<RoutingGateway> AddGateway(string name, params (string Field, string Text)[] fields) =>
        Editor.RoutingGateways.Add(name, Draft(fields), Anna, Now);

    public EditResult<RoutingGateway> ChangeGateway(string name, params (string Field, string Text)[] fields) =>
        Editor.RoutingGateways.Change(name, Draft(fields), Anna, Now);

    public EditResult<GatewayGroup> AddGatewayGroup(string name, params (string Field, string Text)[] fields) =>
        Editor.GatewayGroups.Add(name, Draft(fields), Anna, Now);

    public EditResult<NumberGroup> AddNumberGroup(string name, params string[] numbers)
    {
        Editor.NumberGroups.Add(name, Draft(), Anna, Now);
        return Editor.GroupedNumbers.Add(name, numbers, Anna, Now);
    }

    public static ObjectDraft Draft(params (string Field, string Text)[] fields) => new(fields.ToDictionary(f => f.Field, f => f.Text));

    public EditResult<ParameterDefinition> Set(string name, string value) => Editor.Parameters.Set(name, value, Anna, Now);

    public string? PasswordOf(string name) =>
        Directory.FindEndpoint(name) is { SealedPassword: { } password } ? Secrets.Open(password, name) : null;

    public ImportResult Import(params (string Name, EndpointDraft Draft)[] rows) =>
        Editor.Endpoints.Import<Phone>(rows.Select((row, i) => new ImportRow<EndpointDraft>(i + 2, row.Name, row.Draft, [])), Anna, Now);
}
