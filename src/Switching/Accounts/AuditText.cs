using Tandem.Switching.Fields;
using Tandem.Switching.Operators;

namespace Tandem.Switching.Accounts;

/// <summary>Writes an object as the JSON of an audit entry: what is set, and of a password only that it changed.</summary>
internal static class AuditText
{
    /// <summary>An endpoint; <paramref name="passwordChanged"/> adds "password": "changed".</summary>
    public static string Of(Endpoint endpoint, bool passwordChanged) => FieldJson.Write(json =>
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
        if (endpoint is Phone phone) FieldJson.WriteSet(json, PhoneCallFields.Catalogue, phone.Calls);
        if (endpoint is MappingGateway gateway) FieldJson.WriteSet(json, MappingCallFields.Catalogue, gateway.Calls);
        if (passwordChanged) json.WriteString("password", "changed");
    });

    /// <summary>An account.</summary>
    public static string Of(Account account) => FieldJson.Write(json =>
    {
        json.WriteString("name", account.Name);
        if (account.Title.Length > 0) json.WriteString("title", account.Title);
        json.WriteBoolean("locked", account.Locked);
        if (account.ValidUntil is { } end) json.WriteString("validUntil", end);
        if (account.Agent is not null) json.WriteString("agent", account.Agent);
        if (account.Memo.Length > 0) json.WriteString("memo", account.Memo);
    });

    /// <summary>An object that is its fields; <paramref name="passwordChanged"/> adds "password": "changed".</summary>
    public static string Of<T>(ObjectKind<T> kind, T one, bool passwordChanged) where T : class => FieldJson.Write(json =>
    {
        json.WriteString("name", kind.NameOf(one));
        FieldJson.WriteSet(json, kind.Catalogue, one);
        if (passwordChanged) json.WriteString("password", "changed");
    });

    /// <summary>The numbers added to a group or taken out of it: how many, and the first of them.</summary>
    public static string Of(string change, IReadOnlyCollection<string> numbers) => FieldJson.Write(json =>
    {
        const int Listed = 100;
        json.WriteNumber(change, numbers.Count);
        json.WriteStartArray("numbers");
        foreach (var number in numbers.Take(Listed)) json.WriteStringValue(number);
        json.WriteEndArray();
    });

    /// <summary>The entry of an import.</summary>
    public static AuditEntry Import(string kind, in ImportCounts counts, Actor actor, long now) =>
        new(now, actor, $"{kind} import", $"{counts.Added + counts.Changed} rows", null, Of(counts));

    private static string Of(in ImportCounts counts)
    {
        var (added, changed, unchanged) = counts;
        return FieldJson.Write(json =>
        {
            json.WriteNumber("added", added);
            json.WriteNumber("changed", changed);
            json.WriteNumber("unchanged", unchanged);
        });
    }
}
