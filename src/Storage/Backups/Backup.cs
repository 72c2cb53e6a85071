using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Tandem.Storage.Migrations;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Files = System.IO.Directory;

namespace Tandem.Storage.Backups;

/// <summary>
/// One file that holds a data folder's database and key ring: a zip archive with tandem.db and keys/. It is written beside
/// its name and renamed when it is whole, so a file with that name is always a whole backup.
/// </summary>
public static class Backup
{
    private const string DatabaseEntry = "tandem.db";
    private const string KeysEntry = "keys/";

    internal static void Write(SqliteDatabase database, string keysPath, string file)
    {
        file = Path.GetFullPath(file);
        try
        {
            WriteBeside(database, keysPath, file, copy: file + ".database.partial", archive: file + ".partial");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The backup {file} cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// Puts a backup in the place of a data folder's database and keys. The backup is checked first; what it replaces stays
    /// beside it under a name that ends in .before-restore-TIME.
    /// </summary>
    /// <param name="file">The backup.</param>
    /// <param name="folder">The folder, held and without an open store.</param>
    /// <param name="clock">Gives the time for the names of what is replaced.</param>
    /// <exception cref="StoreUnavailableException">
    /// The file is no whole backup of this or an older version, or the folder cannot be written; nothing has changed.
    /// </exception>
    public static void Restore(string file, DataFolder folder, TimeProvider clock)
    {
        var unpacked = folder.In("tandem.restore");
        try
        {
            if (Files.Exists(unpacked)) Files.Delete(unpacked, recursive: true);
            Unpack(file, unpacked);
            Check(file, unpacked);
            Replace(folder, unpacked, clock.GetUtcNow());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StoreUnavailableException($"The backup {file} cannot be restored: {failure.Message}", failure);
        }
        finally
        {
            if (Files.Exists(unpacked)) Files.Delete(unpacked, recursive: true);
        }
    }

    private static void WriteBeside(SqliteDatabase database, string keysPath, string file, string copy, string archive)
    {
        try
        {
            Copy(database, copy);
            Pack(archive, copy, keysPath);
            File.Move(archive, file, overwrite: true);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(archive);
        }
    }

    private static void Copy(SqliteDatabase database, string copy)
    {
        File.Delete(copy);
        OwnerOnly.CreateFile(copy);
        using var source = database.OpenReader();
        database.Translated(() =>
        {
            SqliteDialect.CopyTo(source, copy);
            return true;
        });
    }

    private static void Pack(string archive, string copy, string keysPath)
    {
        File.Delete(archive);
        using var stream = OwnerOnly.Open(archive, FileMode.CreateNew, FileShare.None);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntryFromFile(copy, DatabaseEntry, CompressionLevel.Fastest);
            foreach (var key in Files.EnumerateFiles(keysPath))
            {
                zip.CreateEntryFromFile(key, KeysEntry + Path.GetFileName(key), CompressionLevel.Fastest);
            }
        }
        stream.Flush(flushToDisk: true);
    }

    private static void Unpack(string file, string unpacked)
    {
        OwnerOnly.CreateFolder(unpacked);
        OwnerOnly.CreateFolder(Path.Combine(unpacked, KeysEntry));
        using var zip = ZipFile.OpenRead(file);
        foreach (var entry in zip.Entries)
        {
            // Only the names that a backup has are taken, so that no archive can write elsewhere.
            if (entry.FullName != DatabaseEntry && entry.FullName != KeysEntry + entry.Name) continue;
            using var target = OwnerOnly.Open(Path.Combine(unpacked, entry.FullName), FileMode.CreateNew, FileShare.None);
            using var source = entry.Open();
            source.CopyTo(target);
            target.Flush(flushToDisk: true);
        }
    }

    private static void Check(string file, string unpacked)
    {
        var database = Path.Combine(unpacked, DatabaseEntry);
        if (!File.Exists(database) || !Files.EnumerateFiles(Path.Combine(unpacked, KeysEntry)).Any())
        {
            throw new StoreUnavailableException($"{file} is no backup of tandem: it lacks the database or its keys.");
        }
        try
        {
            using var connection = SqliteDialect.Open(database, durable: true);
            if (SqliteDialect.Check(connection) is { } damage) throw new StoreUnavailableException($"The backup {file} is damaged: {damage}");
            if (Schema.VersionOf(connection, file) == 0) throw new StoreUnavailableException($"The backup {file} holds an empty database.");
            SqliteDialect.Checkpoint(connection);
        }
        catch (SqliteException failure)
        {
            throw SqliteFailure.Translate(failure, file);
        }
    }

    private static void Replace(DataFolder folder, string unpacked, DateTimeOffset now)
    {
        var aside = ".before-restore-" + now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        if (Files.Exists(folder.KeysPath)) Files.Move(folder.KeysPath, folder.KeysPath + aside);
        // The log belongs to its database under whatever name; without it the last changes would be missing there.
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(folder.DatabasePath + suffix)) File.Move(folder.DatabasePath + suffix, folder.DatabasePath + aside + suffix);
        }
        Files.Move(Path.Combine(unpacked, KeysEntry), folder.KeysPath);
        File.Move(Path.Combine(unpacked, DatabaseEntry), folder.DatabasePath);
    }
}
