using System.Security.Cryptography;
using Tandem.Api.Auth;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Server.Hosting;

/// <summary>Makes the administrator of a new data folder.</summary>
internal static class FirstStart
{
    /// <summary>The administrator's name.</summary>
    public const string Administrator = "admin";

    /// <summary>The password of the administrator it made; null when there are users already.</summary>
    public static string? MakeAdministrator(OpenStore store)
    {
        if (store.Store.Operators.Users().Count > 0) return null;
        var password = PasswordRules.Generate(store.Parameters.Set, RandomNumberGenerator.Fill);
        var at = store.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        store.Store.Operators.Save(new User(Administrator, UserPasswords.Hash(password), TokenScope.Admin),
            new AuditEntry(at, new Actor("first start", "-"), "user add", Administrator, null, null));
        return password;
    }
}
