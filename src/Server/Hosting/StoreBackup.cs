using Tandem.Api.Running;

namespace Tandem.Server.Hosting;

/// <summary>Backups for the API: written to a file in the data folder that is gone when its stream is closed.</summary>
internal sealed class StoreBackup(OpenStore store) : IBackupSource
{
    public Stream Open()
    {
        var file = store.In($"backup-{Guid.NewGuid():n}.tmp");
        // What phones have done until now belongs to the copy.
        store.Journal.Flush();
        store.Store.WriteBackup(file);
        return new FileStream(file, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.DeleteOnClose });
    }
}
