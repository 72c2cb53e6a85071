using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Tandem.Storage.Sqlite;

/// <summary>
/// Chooses the SQLite library: the system's, which its distribution keeps patched, when it is there and new enough, else
/// the one that comes with the program.
/// </summary>
public static unsafe class SqliteEngine
{
    private const string SystemLibrary = "libsqlite3.so.0";

    // 3.35.0, the version of the bundled library, so that both run the same statements.
    private const int OldestSystemVersion = 3_035_000;

    private static readonly Lazy<string> Chosen = new(Choose);
    private static IntPtr _system;

    /// <summary>Which library runs, for people: "SQLite 3.40.1 (system library)". The first read loads it.</summary>
    public static string Description => Chosen.Value;

    /// <summary>Loads the library; must be called before the first connection is opened, and may be called again.</summary>
    internal static void Start() => _ = Chosen.Value;

    private static string Choose()
    {
        if (NativeLibrary.TryLoad(SystemLibrary, out var library) && VersionOf(library) >= OldestSystemVersion) _system = library;
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        var origin = _system != IntPtr.Zero ? "system library" : "bundled library";
        return string.Create(CultureInfo.InvariantCulture, $"SQLite {raw.sqlite3_libversion().utf8_to_string()} ({origin})");
    }

    // Zero sends the runtime on its usual way, to the bundled library.
    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == "e_sqlite3" ? _system : IntPtr.Zero;

    private static int VersionOf(IntPtr library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var function) ? ((delegate* unmanaged[Cdecl]<int>)function)() : 0;
}
