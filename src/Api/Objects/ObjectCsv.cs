using Tandem.Api.Csv;
using Tandem.Api.Fields;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Objects;

/// <summary>The import and export file of one kind of object: a column for each field.</summary>
internal sealed class ObjectCsv<T>(ObjectKind<T> kind) where T : class
{
    private const string Name = "name";
    private const string Password = "password";

    private readonly IReadOnlyList<string> _fields = [.. kind.Catalogue.Select(field => field.Name)];

    /// <summary>The columns of an export.</summary>
    public IReadOnlyList<string> Header => [Name, .. _fields];

    /// <summary>The columns that an import knows; only the name is needed.</summary>
    public IReadOnlyList<string> Columns => kind.Secret is null ? Header : [Name, Password, .. _fields];

    /// <summary>The rows of an import file. An empty cell sets the default; in password it leaves it.</summary>
    public IEnumerable<ImportRow<ObjectDraft>> Read(Stream file) => CsvFile.Read(file, Columns, Name).Select(row =>
        new ImportRow<ObjectDraft>(row.Line, row.Text(Name) ?? "", new ObjectDraft(FieldCells.Read(kind.Catalogue, row), row.TextUnlessEmpty(Password)), row.Problems));

    /// <summary>One row of an export.</summary>
    public string[] Write(T one) => [kind.NameOf(one), .. FieldCells.Write(kind.Catalogue, field => field.Print(one))];
}
