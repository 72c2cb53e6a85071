using Microsoft.Extensions.Logging;
using Tandem.Api.Auth;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;

namespace Tandem.Api.Sessions;

/// <summary>How a sign-in ended.</summary>
internal enum SignInOutcome
{
    /// <summary>A session is open.</summary>
    Done,
    /// <summary>The user or the password is wrong; which of them is not told.</summary>
    Wrong,
    /// <summary>Too many wrong passwords for this user from this address.</summary>
    Locked,
    /// <summary>Too many sign-ins wait to be verified.</summary>
    Busy,
}

/// <summary>Opens sessions for users who know their password.</summary>
internal sealed partial class SignIn(SwitchParts parts, TokenTable tokens, LoginGate gate, ILogger<SignIn> log)
{
    /// <summary>How long a session lasts, in milliseconds: 12 hours.</summary>
    public const long SessionMilliseconds = 12 * 3_600_000;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    // A verification costs tens of milliseconds of processor time on purpose; one at a time leaves the rest to the calls.
    private readonly SemaphoreSlim _verifying = new(1);

    /// <summary>Verifies the password and opens a session.</summary>
    /// <returns>How it ended; for <see cref="SignInOutcome.Done"/> the token and its text, for Locked the milliseconds to wait.</returns>
    public async Task<(SignInOutcome Outcome, ApiToken? Session, string Text, long Wait)> Open(string user, string password, string address)
    {
        if (gate.LockedFor(user, address, parts.Now) is var wait and > 0) return (SignInOutcome.Locked, null, "", wait);
        if (!await _verifying.WaitAsync(MaxWait)) return (SignInOutcome.Busy, null, "", 0);
        try
        {
            // Asked again, because others of the same user and address may have failed while this one waited.
            if (gate.LockedFor(user, address, parts.Now) is var stillWait and > 0) return (SignInOutcome.Locked, null, "", stillWait);
            var known = parts.Operators.Users().FirstOrDefault(u => u.Name == user);
            if (UserPasswords.Verify(known?.PasswordHash, password)) return Succeed(known!, address);
        }
        finally
        {
            _verifying.Release();
        }
        Fail(user, address);
        return (SignInOutcome.Wrong, null, "", 0);
    }

    private (SignInOutcome, ApiToken?, string, long) Succeed(User user, string address)
    {
        gate.Succeed(user.Name, address);
        var now = parts.Now;
        var text = TokenText.Draw();
        var session = new ApiToken
        {
            // A colon is not allowed in the name of a token that people make, so the two never meet.
            Name = $"session:{user.Name}:{TokenText.HashOf(text)[..16]}", Hash = TokenText.HashOf(text), Scope = user.Scope,
            CreatedAt = now, CreatedBy = user.Name, ValidUntil = now + SessionMilliseconds, IsSession = true,
        };
        tokens.TryAdd(session, new AuditEntry(now, new Actor(user.Name, address), "session open", user.Name, null, null));
        return (SignInOutcome.Done, session, text, 0);
    }

    private void Fail(string user, string address)
    {
        var lockTime = parts.Parameters.Set.Get(ParameterCatalogue.LoginLockTime) * 1000L;
        var locked = gate.Fail(user, address, parts.Now, lockTime);
        LogWrong(address, locked ? "; locked from there" : "");
    }

    // The name is left out: people type their password into the wrong field.
    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in from {Address} had a wrong user or password{Locked}")]
    private partial void LogWrong(string address, string locked);
}
