using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Api.Auth;

/// <summary>The tokens in force by their hash, so that a request asks no database. Every change is stored first.</summary>
internal sealed class TokenTable
{
    /// <summary>The name of the machine's own command line.</summary>
    public const string LocalName = "local";

    private readonly ConcurrentDictionary<string, ApiToken> _byHash = new(StringComparer.Ordinal);
    private readonly IOperatorStore _store;
    private readonly Lock _writing = new();

    /// <summary>Loads the tokens that have not ended.</summary>
    public TokenTable(SwitchParts parts)
    {
        _store = parts.Operators;
        foreach (var token in _store.Tokens(parts.Now)) _byHash[token.Hash] = token;
        var local = new ApiToken { Name = LocalName, Hash = TokenText.HashOf(parts.LocalToken), Scope = TokenScope.Admin };
        _byHash[local.Hash] = local;
    }

    /// <summary>The tokens that people have made, by name.</summary>
    public IReadOnlyList<ApiToken> Named(long now) =>
        [.. _byHash.Values.Where(t => !t.IsSession && t.Name != LocalName && IsInForce(t, now)).OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>The token with that text when it is in force and good from that source, else null.</summary>
    public ApiToken? Find(string text, IpEndpoint? source, long now)
    {
        var hash = TokenText.HashOf(text);
        if (!_byHash.TryGetValue(hash, out var token)) return null;
        // The dictionary compares letter by letter; what it leaks is of the hash, yet the last word has a comparison that leaks nothing.
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(token.Hash))) return null;
        return IsInForce(token, now) && IsGoodFrom(token, source) ? token : null;
    }

    /// <summary>Stores a new token. False when a token of that name is in force.</summary>
    public bool TryAdd(ApiToken token, AuditEntry audit)
    {
        lock (_writing)
        {
            ForgetEnded(audit.At);
            if (token.Name == LocalName || _byHash.Values.Any(t => t.Name == token.Name)) return false;
            _store.Save(token, audit);
            _byHash[token.Hash] = token;
            return true;
        }
    }

    /// <summary>Revokes a token of people's. False when there is none of that name.</summary>
    public bool TryRevoke(string name, AuditEntry audit)
    {
        lock (_writing)
        {
            if (name == LocalName || _byHash.Values.FirstOrDefault(t => t.Name == name) is not { } token) return false;
            _store.DeleteToken(name, audit);
            _byHash.TryRemove(token.Hash, out _);
            return true;
        }
    }

    /// <summary>Ends every session of a user.</summary>
    public void EndSessions(string user, Func<ApiToken, AuditEntry> audit)
    {
        foreach (var session in _byHash.Values.Where(t => t.IsSession && t.CreatedBy == user)) TryRevoke(session.Name, audit(session));
    }

    private static bool IsInForce(ApiToken token, long now) => token.ValidUntil is null || token.ValidUntil > now;

    private static bool IsGoodFrom(ApiToken token, IpEndpoint? source) =>
        token.Allow.Length == 0
        || (source is { } peer && AddressList.TryParse(token.Allow, out var list, out _) && list.Contains(peer));

    private void ForgetEnded(long now)
    {
        foreach (var token in _byHash.Values)
        {
            if (!IsInForce(token, now)) _byHash.TryRemove(token.Hash, out _);
        }
    }
}
