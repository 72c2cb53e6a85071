using System.Globalization;
using Tandem.Api.Csv;
using Tandem.Api.Fields;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Endpoints;

/// <summary>The import and export file of phones and mapping gateways.</summary>
/// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
/// <param name="key">The name of the first column: number or name.</param>
/// <param name="calls">The fields that concern calls.</param>
internal sealed class EndpointCsv<T>(string key, CallFields<T> calls) where T : Endpoint
{
    private static readonly string[] Keys = ["number", "name"];

    private readonly string[] _columns =
    [
        .. Keys, "password", "account", "mode", "allow", "locked", "valid_until", "expire_min", "expire_max", "max_bindings", "manual_unlock", "memo",
        .. calls.All.Select(field => field.Name),
    ];

    /// <summary>The rows of an import file. An empty cell takes the value away; in password, mode, locked and manual_unlock it leaves it.</summary>
    public IEnumerable<ImportRow<EndpointDraft>> Read(Stream file) => CsvFile.Read(file, _columns, Keys).Select(row =>
    {
        var fields = FieldCells.Read(calls.All, row);
        var draft = new EndpointDraft
        {
            Account = row.Text("account"),
            Password = row.TextUnlessEmpty("password"),
            Mode = ModeOf(row),
            Allow = row.Text("allow"),
            Locked = row.YesNo("locked", "locked"),
            ValidUntil = row.Text("valid_until"),
            ExpireMin = row.Number("expire_min", "expireMin"),
            ExpireMax = row.Number("expire_max", "expireMax"),
            MaxBindings = row.Number("max_bindings", "maxBindings"),
            ManualUnlock = row.YesNo("manual_unlock", "manualUnlock"),
            Memo = row.Raw("memo") is { } memo ? FormulaGuard.Unguard(memo) : null,
            Calls = fields.Count == 0 ? null : fields,
        };
        return new ImportRow<EndpointDraft>(row.Line, row.Text("number") ?? row.Text("name") ?? "", draft, row.Problems);
    });

    /// <summary>The header of an export.</summary>
    /// <param name="withPasswords">Whether there is a column for the password.</param>
    public IReadOnlyList<string> Header(bool withPasswords) =>
        [key, .. withPasswords ? ["password"] : Array.Empty<string>(), .. _columns.SkipWhile(column => column != "account")];

    /// <summary>One row of an export.</summary>
    public string[] Write(T endpoint, bool withPasswords, ISecretBox secrets) =>
    [
        endpoint.Name,
        .. withPasswords ? [endpoint.SealedPassword is { } password ? secrets.Open(password, endpoint.Name) ?? "" : ""] : Array.Empty<string>(),
        endpoint.Account ?? "",
        endpoint.Mode.ToString().ToLowerInvariant(),
        endpoint.Allow.ToString().Replace(',', ' '),
        endpoint.Locked ? "yes" : "no",
        endpoint.ValidUntil?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFK", CultureInfo.InvariantCulture) ?? "",
        Number(endpoint.ExpireMin),
        Number(endpoint.ExpireMax),
        Number(endpoint.MaxBindings),
        endpoint.ManualUnlock ? "yes" : "no",
        FormulaGuard.Guard(endpoint.Memo),
        .. calls.Texts(endpoint),
    ];

    private static AuthenticationMode? ModeOf(CsvRow row)
    {
        if (row.Text("mode") is not { Length: > 0 } text) return null;
        if (Enum.TryParse<AuthenticationMode>(text, ignoreCase: true, out var mode) && !char.IsAsciiDigit(text[0]) && Enum.IsDefined(mode))
        {
            return mode;
        }
        row.Refuse("mode", $"'{text}' is none of password, address and both.");
        return null;
    }

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
