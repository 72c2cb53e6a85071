using System.Data.Common;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tandem.Storage.Sqlite;

/// <summary>
/// The present row of a reader, its columns as the engine holds them: a million rows are read without an object or a check
/// for each column. Valid until the reader moves.
/// </summary>
internal readonly struct SqliteRow
{
    private readonly sqlite3_stmt _statement;

    private SqliteRow(SqliteDataReader reader) => _statement = reader.Handle!;

    /// <summary>The rows of a reader, Dapper's or the provider's own; it stays the same while the reader moves.</summary>
    public static SqliteRow Of(DbDataReader reader) => new((SqliteDataReader)(reader is IWrappedDataReader wrapped ? wrapped.Reader : reader));

    /// <summary>True for NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>A whole number.</summary>
    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A whole number of the size that was stored.</summary>
    public int Integer(int column) => (int)Long(column);

    /// <summary>A number of 1 or 0.</summary>
    public bool Flag(int column) => Long(column) != 0;

    /// <summary>A number, or null.</summary>
    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    /// <summary>A number, or null.</summary>
    public int? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

    /// <summary>Text as UTF-8, or bytes; empty for NULL. Valid until the reader moves.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Text.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Text, or null.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);
}
