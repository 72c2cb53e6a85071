using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tandem.Storage.Sqlite;

/// <summary>
/// A statement that is prepared once and run for a million rows: values are bound in the order of the marks in the SQL,
/// without an object for a parameter or a row.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _utf8 = new byte[256];
    private int _bound;

    public PreparedStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Binds the next value: text, or NULL.</summary>
    public PreparedStatement Text(string? value)
    {
        if (value is null) return Null();
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most > _utf8.Length) _utf8 = new byte[most * 2];
        var length = Encoding.UTF8.GetBytes(value, _utf8);
        return Utf8(_utf8.AsSpan(0, length));
    }

    /// <summary>Binds the next value: text that is UTF-8 already.</summary>
    public PreparedStatement Utf8(ReadOnlySpan<byte> value)
    {
        // The binding hands an empty span over as a null pointer, which the engine takes for NULL.
        Check(value.IsEmpty
            ? raw.sqlite3_bind_text(_statement, ++_bound, utf8z.FromSpan("\0"u8))
            : raw.sqlite3_bind_text(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Binds the next value: a whole number, or NULL.</summary>
    public PreparedStatement Integer(long? value)
    {
        if (value is null) return Null();
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value.Value));
        return this;
    }

    /// <summary>Binds the next value: 1 or 0.</summary>
    public PreparedStatement Flag(bool value) => Integer(value ? 1 : 0);

    /// <summary>Binds the next value: bytes, or NULL.</summary>
    public PreparedStatement Blob(byte[]? value) => value is null ? Null() : Blob(value.AsSpan());

    /// <summary>Binds the next value: bytes.</summary>
    public PreparedStatement Blob(ReadOnlySpan<byte> value)
    {
        Check(value.Length == 0
            ? raw.sqlite3_bind_zeroblob(_statement, ++_bound, 0)
            : raw.sqlite3_bind_blob(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Runs the statement with the values bound and makes it ready for the next row.</summary>
    public void Execute()
    {
        _bound = 0;
        var step = raw.sqlite3_step(_statement);
        // Reset repeats the error of the step; it is the step's that counts.
        raw.sqlite3_reset(_statement);
        if (step is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(step);
    }

    /// <summary>Runs the statement; true when it has changed a row.</summary>
    public bool ExecuteOne()
    {
        Execute();
        return raw.sqlite3_changes(_database) > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private PreparedStatement Null()
    {
        Check(raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    private void Check(int code)
    {
        if (code == raw.SQLITE_OK) return;
        // The next row starts with its first value, whatever became of this one.
        _bound = 0;
        throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), code & 0xFF, code);
    }
}
