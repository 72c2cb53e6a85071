using System.IO.Compression;
using System.Runtime.Versioning;
using Tandem.Storage.Backups;
using Tandem.Switching.Accounts;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Backups;

[UnsupportedOSPlatform("windows")]
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();
    private readonly FakeClock _clock = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), "tandem-" + Guid.NewGuid().ToString("N") + ".backup");

    public void Dispose()
    {
        File.Delete(_file);
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_backup_restored_elsewhere_has_everything_and_opens_the_passwords()
    {
        WriteBackup();
        Restore(_other);

        using var open = new OpenStore(_other, _clock);
        var phone = open.Directory.FindEndpoint("1001")!;
        Assert.Equal("secret", open.Store.Secrets.Open(phone.SealedPassword, "1001"));
        Assert.Single(open.Locations.Find("1001"));
    }

    [Fact]
    public void A_backup_is_one_file_for_its_owner_alone_and_nothing_is_left_beside_it()
    {
        WriteBackup();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file));
        Assert.Equal([_file], System.IO.Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_file) + "*"));
    }

    [Fact]
    public async Task A_backup_taken_while_others_write_is_whole()
    {
        using (var open = new OpenStore(_folder, _clock))
        {
            open.AddPhone("1001");
            using var stop = new CancellationTokenSource();
            var writing = Task.Run(() =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++) open.AddPhone($"x{i}");
            });
            open.Store.WriteBackup(_file);
            await stop.CancelAsync();
            await writing;
        }
        Restore(_other);

        using var restored = new OpenStore(_other, _clock);
        Assert.NotNull(restored.Directory.FindEndpoint("1001"));
        Assert.Equal(restored.Directory.Endpoints.Count, restored.Store.Configuration.ListAudit(null, null, 1_000_000).Count);
    }

    [Fact]
    public void What_a_restore_replaces_stays_beside_it()
    {
        WriteBackup();
        using (var open = new OpenStore(_folder, _clock)) open.AddPhone("1002");

        Restore(_folder);

        using (var open = new OpenStore(_folder, _clock)) Assert.Null(open.Directory.FindEndpoint("1002"));
        var aside = ".before-restore-20260101-120000";
        Assert.True(System.IO.Directory.Exists(_folder.In("keys" + aside)));
        File.Move(_folder.In("tandem.db" + aside), _folder.In("tandem.db"), overwrite: true);
        using (var open = new OpenStore(_folder, _clock)) Assert.NotNull(open.Directory.FindEndpoint("1002"));
    }

    [Fact]
    public void A_file_that_is_no_backup_is_refused_and_the_database_stays()
    {
        using (var open = new OpenStore(_folder, _clock)) open.AddPhone("1002");
        File.WriteAllText(_file, "not a backup");
        Refused("cannot be restored");

        File.Delete(_file);
        Refused("cannot be restored");

        using (var zip = ZipFile.Open(_file, ZipArchiveMode.Create)) zip.CreateEntry("letter.txt");
        Refused("no backup of tandem");

        using (var open = new OpenStore(_folder, _clock)) Assert.NotNull(open.Directory.FindEndpoint("1002"));
    }

    [Fact]
    public void A_backup_whose_database_is_torn_is_refused()
    {
        WriteBackup();
        using (var zip = ZipFile.Open(_file, ZipArchiveMode.Update))
        {
            var entry = zip.GetEntry("tandem.db")!;
            using var stream = entry.Open();
            stream.Position = 8192;
            stream.Write(new byte[32 * 1024]);
        }
        Refused("damaged");
    }

    [Fact]
    public void An_archive_cannot_write_outside_the_folder()
    {
        WriteBackup();
        using (var zip = ZipFile.Open(_file, ZipArchiveMode.Update))
        {
            zip.CreateEntry("../tandem-escaped");
            zip.CreateEntry("keys/../../tandem-escaped");
        }

        Restore(_other);

        Assert.False(File.Exists(Path.Combine(_other.Path, "tandem-escaped")));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(_other.Path)!, "tandem-escaped")));
    }

    [Fact]
    public void A_backup_that_cannot_be_written_says_so_in_a_sentence()
    {
        using var open = new OpenStore(_folder, _clock);

        var refusal = Assert.Throws<StoreUnavailableException>(() => open.Store.WriteBackup(_folder.In("no/such/folder")));

        Assert.Contains("cannot be written", refusal.Message);
    }

    private void WriteBackup()
    {
        using var open = new OpenStore(_folder, _clock);
        open.Store.StartJournal(open.Locations, open.Suspensions, open.Known);
        open.Store.Configuration.Save(new Phone { Name = "1001", SealedPassword = open.Store.Secrets.Seal("secret", "1001") }, open.Audit());
        open.Locations.Register("1001", _clock.NowMs);
        open.Store.WriteBackup(_file);
    }

    private void Refused(string because)
    {
        var refusal = Assert.Throws<StoreUnavailableException>(() => Restore(_folder));
        Assert.Contains(because, refusal.Message);
    }

    private void Restore(TemporaryFolder into)
    {
        using var folder = DataFolder.Open(into.Path);
        Backup.Restore(_file, folder, _clock);
    }
}
