using Dapper;
using Microsoft.Extensions.Logging;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Parameters;

namespace Tandem.Storage.Loading;

/// <summary>Reads the parameters that an operator has set.</summary>
internal static class StoredParameters
{
    /// <summary>The defaults with what is stored over them; a value that means nothing to this program is named in the log and left out.</summary>
    public static ParameterSet Load(SqliteDatabase database, ILogger log)
    {
        var set = ParameterSet.Defaults;
        var rows = database.Read(connection => connection.Query<(string Name, string Value)>("SELECT name, value FROM parameter ORDER BY name").AsList());
        foreach (var (name, value) in rows)
        {
            if (ParameterCatalogue.Find(name) is not { } parameter)
            {
                log.LogWarning("The stored parameter {Name} is unknown to this version; it has no effect.", name);
            }
            else if (set.TryWith(parameter, value, out var changed, out var error))
            {
                set = changed;
            }
            else
            {
                log.LogWarning("The stored value of a parameter is not allowed and its default is in force: {Error}", error);
            }
        }
        return set;
    }
}
