using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Switching.Accounts;

/// <summary>Writes an object as the JSON of an audit entry: what is set, and of a password only that it changed.</summary>
internal static class AuditText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An endpoint; <paramref name="passwordChanged"/> adds "password": "changed".</summary>
    public static string Of(Endpoint endpoint, bool passwordChanged) => Write(json =>
    {
        json.WriteString("name", endpoint.Name);
        if (endpoint.Account is not null) json.WriteString("account", endpoint.Account);
        json.WriteString("mode", endpoint.Mode.ToString().ToLowerInvariant());
        if (endpoint.Allow.Ranges.Count > 0) json.WriteString("allow", endpoint.Allow.ToString());
        json.WriteBoolean("locked", endpoint.Locked);
        if (endpoint.ValidUntil is { } end) json.WriteString("validUntil", end);
        if (endpoint.ExpireMin is { } min) json.WriteNumber("expireMin", min);
        if (endpoint.ExpireMax is { } max) json.WriteNumber("expireMax", max);
        if (endpoint.MaxBindings is { } bindings) json.WriteNumber("maxBindings", bindings);
        if (endpoint.ManualUnlock) json.WriteBoolean("manualUnlock", true);
        if (endpoint.Memo.Length > 0) json.WriteString("memo", endpoint.Memo);
        if (passwordChanged) json.WriteString("password", "changed");
    });

    /// <summary>An account.</summary>
    public static string Of(Account account) => Write(json =>
    {
        json.WriteString("name", account.Name);
        if (account.Title.Length > 0) json.WriteString("title", account.Title);
        json.WriteBoolean("locked", account.Locked);
        if (account.ValidUntil is { } end) json.WriteString("validUntil", end);
        if (account.Agent is not null) json.WriteString("agent", account.Agent);
        if (account.Memo.Length > 0) json.WriteString("memo", account.Memo);
    });

    /// <summary>The counts of an import.</summary>
    public static string Of(in ImportCounts counts)
    {
        var (added, changed, unchanged) = counts;
        return Write(json =>
        {
            json.WriteNumber("added", added);
            json.WriteNumber("changed", changed);
            json.WriteNumber("unchanged", unchanged);
        });
    }

    private static string Write(Action<Utf8JsonWriter> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
