using Dapper;
using Microsoft.Extensions.Logging;
using Tandem.Sip.Flows;
using Tandem.Storage.Journals;
using Tandem.Storage.Records;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Records;

/// <summary>A data folder's store with its call records, as a server has them.</summary>
internal sealed class OpenRecords : IDisposable
{
    private readonly DataFolder _folder;

    public OpenRecords(TemporaryFolder folder, TimeProvider clock, int shards = 1, ParameterSet? parameters = null)
    {
        _folder = DataFolder.Open(folder.Path);
        Store = Store.Open(_folder, LoggerFactory.Create(builder => builder.AddProvider(Log)), clock);
        Parameters = new CurrentParameters(parameters ?? ParameterSet.Defaults);
        Records = Store.StartRecords(_folder.Folder("journal"), shards, Parameters);
    }

    public RecordedLog Log { get; } = new();
    public Store Store { get; }
    public CurrentParameters Parameters { get; }
    public CallRecords Records { get; }
    public CallJournal Journal => Records.JournalOf(0);
    public CallRecordWriter Writer => Records.Writer;

    /// <summary>The files of the journals.</summary>
    public string[] Files => System.IO.Directory.GetFiles(_folder.In("journal"));

    /// <summary>All records in the order of their numbers.</summary>
    public List<NumberedRecord> All() => Store.Database.Read(connection =>
    {
        using var reader = (System.Data.Common.DbDataReader)connection.ExecuteReader($"SELECT {CallRecordRows.Columns} FROM call_record ORDER BY number");
        var row = SqliteRow.Of(reader);
        var all = new List<NumberedRecord>();
        while (reader.Read()) all.Add(CallRecordRows.Read(row));
        return all;
    });

    /// <summary>Keeps the store from being written until the answer is disposed.</summary>
    public IDisposable Block()
    {
        var other = SqliteDialect.Open(_folder.DatabasePath, durable: false);
        other.Execute("BEGIN IMMEDIATE");
        return other;
    }

    /// <summary>Sets a parameter.</summary>
    public void Set(ParameterDefinition parameter, string value)
    {
        Assert.True(Parameters.Set.TryWith(parameter, value, out var changed, out var error), error);
        Parameters.Swap(changed);
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }
}
