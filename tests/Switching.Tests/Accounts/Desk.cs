using System.Security.Cryptography;
using Tandem.Switching.Accounts;
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

    public EditResult<Phone> Add(string name, EndpointDraft? draft = null) => Editor.Add<Phone>(name, draft ?? new EndpointDraft(), Anna, Now);

    public EditResult<Phone> Change(string name, EndpointDraft draft) => Editor.Change<Phone>(name, draft, Anna, Now);

    public EditResult<Account> AddAccount(string name, AccountDraft? draft = null) => Editor.AddAccount(name, draft ?? new AccountDraft(), Anna, Now);

    public EditResult<ParameterDefinition> Set(string name, string value) => Editor.SetParameter(name, value, Anna, Now);

    public string? PasswordOf(string name) =>
        Directory.FindEndpoint(name) is { SealedPassword: { } password } ? Secrets.Open(password, name) : null;

    public ImportResult Import(params (string Name, EndpointDraft Draft)[] rows) =>
        Editor.Import<Phone>(rows.Select((row, i) => new ImportRow<EndpointDraft>(i + 2, row.Name, row.Draft, [])), Anna, Now);
}
