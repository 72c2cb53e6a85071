namespace Tandem.Switching.Operators;

/// <summary>A person who signs in.</summary>
/// <param name="Name">The sign-in name.</param>
/// <param name="PasswordHash">The password's salted hash, never the password.</param>
/// <param name="Scope">What the user may do.</param>
public sealed record User(string Name, string PasswordHash, TokenScope Scope);

/// <summary>What the bearer of a token may do; each includes the ones before it. The numbers are stored.</summary>
public enum TokenScope : byte
{
    /// <summary>See everything but secrets.</summary>
    Read = 0,
    /// <summary>Also change phones, accounts and parameters, clear suspensions, unregister.</summary>
    Write = 1,
    /// <summary>Also make and revoke tokens, see passwords, back up.</summary>
    Admin = 2,
}

/// <summary>A bearer token of the HTTP API (RFC 6750). Only its hash is kept.</summary>
public sealed record ApiToken
{
    /// <summary>The name by which it is listed and revoked, unique.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token's text, in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>What its bearer may do.</summary>
    public required TokenScope Scope { get; init; }

    /// <summary>The sources it is good from, as an address list; empty = any.</summary>
    public string Allow { get; init; } = "";

    /// <summary>When it was made, in milliseconds since the Unix epoch.</summary>
    public long CreatedAt { get; init; }

    /// <summary>When it ends, in milliseconds since the Unix epoch; null = never.</summary>
    public long? ValidUntil { get; init; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>True for the token of a signed-in user: it is not listed among the named tokens.</summary>
    public bool IsSession { get; init; }
}
