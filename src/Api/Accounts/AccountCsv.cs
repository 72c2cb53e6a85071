using System.Globalization;
using Tandem.Api.Csv;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Accounts;

/// <summary>The import and export file of accounts.</summary>
internal static class AccountCsv
{
    /// <summary>The columns; only the name is needed.</summary>
    public static readonly IReadOnlyList<string> Columns = ["name", "title", "agent", "locked", "valid_until", "memo"];

    /// <summary>The rows of an import file. An empty cell takes the value away; in locked it leaves it.</summary>
    public static IEnumerable<ImportRow<AccountDraft>> Read(Stream file) => CsvFile.Read(file, Columns, "name").Select(row =>
    {
        var draft = new AccountDraft
        {
            Title = row.Raw("title") is { } title ? FormulaGuard.Unguard(title) : null,
            Agent = row.Text("agent"),
            Locked = row.YesNo("locked", "locked"),
            ValidUntil = row.Text("valid_until"),
            Memo = row.Raw("memo") is { } memo ? FormulaGuard.Unguard(memo) : null,
        };
        return new ImportRow<AccountDraft>(row.Line, row.Text("name") ?? "", draft, row.Problems);
    });

    /// <summary>One row of an export.</summary>
    public static string[] Write(Account account) =>
    [
        account.Name,
        FormulaGuard.Guard(account.Title),
        account.Agent ?? "",
        account.Locked ? "yes" : "no",
        account.ValidUntil?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFK", CultureInfo.InvariantCulture) ?? "",
        FormulaGuard.Guard(account.Memo),
    ];
}
