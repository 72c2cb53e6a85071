using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tandem.Switching.Accounts;

namespace Tandem.Storage.Sqlite;

/// <summary>Says in one sentence what an operator does about an error of the engine.</summary>
internal static class SqliteFailure
{
    /// <summary>The failure as the rest of the switch knows it.</summary>
    public static StoreUnavailableException Translate(SqliteException failure, string path) =>
        new(Sentence(failure.SqliteErrorCode, path) ?? $"The database {path} failed: {failure.Message}", failure);

    /// <summary>The failure of a file whose structure is not whole.</summary>
    public static StoreUnavailableException Damaged(string path) => new(Sentence(raw.SQLITE_CORRUPT, path)!);

    private static string? Sentence(int code, string path) => code switch
    {
        raw.SQLITE_FULL => $"The disk is full: free some space where {path} lies; nothing was changed.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            $"The database {path} is damaged: put a backup in its place with 'tandem restore FILE', or move it away to start with an empty one.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"The database {path} is locked by another program: close the one that has it open.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            $"The database {path} cannot be written: make it and its folder belong to the user that runs tandem.",
        raw.SQLITE_CANTOPEN => $"The database {path} cannot be opened: check that the file and its folder belong to the user that runs tandem.",
        raw.SQLITE_IOERR => $"The disk that holds {path} does not read or write: check it, then start tandem again.",
        _ => null,
    };
}
