using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Files = System.IO.Directory;

namespace Tandem.Storage.Secrets;

/// <summary>
/// Fetches the master keys: they lie in the database, protected by the ASP.NET Data Protection key ring beside it, so that
/// neither a stolen database nor a stolen key ring opens a password alone.
/// </summary>
internal static class MasterKeys
{
    private const string Purpose = "Tandem.Storage.MasterKey.v1";

    /// <summary>
    /// The box of this database. When no stored key opens (the first start, or a key ring that is not this database's), a
    /// new key is made, and what was sealed under the old ones opens again when their ring comes back.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The key ring cannot be read or written.</exception>
    public static SecretBox Unlock(SqliteDatabase database, string keysPath, ILogger log, long now)
    {
        try
        {
            return new SecretBox(Fetch(database, keysPath, log, now));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StoreUnavailableException(
                $"The keys in {keysPath} cannot be used ({failure.Message}): make them belong to the user that runs tandem, or restore a backup.", failure);
        }
    }

    private static List<MasterKey> Fetch(SqliteDatabase database, string keysPath, ILogger log, long now)
    {
        OwnerOnly.CreateFolder(keysPath);
        var protector = DataProtectionProvider
            .Create(new DirectoryInfo(keysPath), builder => builder.SetApplicationName("tandem"))
            .CreateProtector(Purpose);
        var keys = Open(database, protector, log);
        if (keys.Count == 0) keys.Add(Make(database, protector, now));
        foreach (var file in Files.EnumerateFiles(keysPath)) OwnerOnly.Restrict(file);
        return keys;
    }

    private static List<MasterKey> Open(SqliteDatabase database, IDataProtector protector, ILogger log)
    {
        var keys = new List<MasterKey>();
        var stored = database.Read(connection => connection.Query<(int Id, byte[] Protected)>("SELECT id, protected FROM master_key ORDER BY id").AsList());
        foreach (var (id, bytes) in stored)
        {
            try
            {
                keys.Add(new MasterKey(id, protector.Unprotect(bytes)));
            }
            catch (CryptographicException)
            {
                log.LogWarning("Master key {Id} does not open with the keys in the data folder: passwords sealed under it cannot be used. "
                    + "Put the keys folder of this database back, or set these passwords again.", id);
            }
        }
        return keys;
    }

    private static MasterKey Make(SqliteDatabase database, IDataProtector protector, long now)
    {
        var key = RandomNumberGenerator.GetBytes(MasterKey.Length);
        var bytes = protector.Protect(key);
        var id = 0;
        database.Write(connection => id = connection.QuerySingle<int>(
            "INSERT INTO master_key (protected, created_at) VALUES (@bytes, @now) RETURNING id", new { bytes, now }));
        return new MasterKey(id, key);
    }
}
