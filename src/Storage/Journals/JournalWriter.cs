using Tandem.Storage.Protection;
using Tandem.Storage.Registration;
using Tandem.Storage.Sqlite;

namespace Tandem.Storage.Journals;

/// <summary>Writes batches of changes with statements that are prepared once: a few microseconds a row.</summary>
internal sealed class JournalWriter(SqliteDatabase database) : IDisposable
{
    private readonly PreparedStatement _keep = database.PrepareBehind(BindingRows.Upsert);
    private readonly PreparedStatement _forget = database.PrepareBehind(BindingRows.Delete);
    private readonly PreparedStatement _suspend = database.PrepareBehind(SuspensionRows.Upsert);
    private readonly PreparedStatement _know = database.PrepareBehind(KnownSourceRows.Upsert);

    /// <summary>Writes a batch in one transaction, all or nothing.</summary>
    public void Write(JournalBatch batch) => database.WriteBehind(_ =>
    {
        foreach (var binding in batch.Keep) BindingRows.Write(_keep, binding);
        foreach (var id in batch.Forget) _forget.Integer(id).Execute();
        foreach (var suspension in batch.Suspensions) SuspensionRows.Write(_suspend, suspension);
        foreach (var known in batch.KnownSources) KnownSourceRows.Write(_know, known);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _keep.Dispose();
        _forget.Dispose();
        _suspend.Dispose();
        _know.Dispose();
    }
}
