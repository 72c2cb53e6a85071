using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Registration;

/// <summary>Whether an endpoint that has shown who it is may register now, from there.</summary>
public static class RegistrationRules
{
    // Deeper than any tree of agents; a circle that slipped past the editor ends here.
    private const int MaxLevels = 64;

    /// <summary>The reason that refuses the endpoint; null when it may register.</summary>
    public static RegisterReason? Refusal(Endpoint endpoint, in IpEndpoint source, Directory directory, long now)
    {
        if (endpoint.Locked) return RegisterReason.EndpointLocked;
        if (IsOver(endpoint.ValidUntil, now)) return RegisterReason.EndpointExpired;
        if (endpoint.Mode != AuthenticationMode.Password && !endpoint.Allow.Contains(source)) return RegisterReason.AddressNotAllowed;
        return endpoint.Account is { } account ? AccountRefusal(account, directory, now) : null;
    }

    /// <summary>The reason that refuses what the endpoint causes without sending anything, as a forward does; null when there is none.</summary>
    internal static RegisterReason? Refusal(Endpoint endpoint, Directory directory, long now)
    {
        if (endpoint.Locked) return RegisterReason.EndpointLocked;
        if (IsOver(endpoint.ValidUntil, now)) return RegisterReason.EndpointExpired;
        return endpoint.Account is { } account ? AccountRefusal(account, directory, now) : null;
    }

    private static RegisterReason? AccountRefusal(string name, Directory directory, long now)
    {
        if (directory.FindAccount(name) is not { } account) return null;
        if (account.Locked) return RegisterReason.AccountLocked;
        if (IsOver(account.ValidUntil, now)) return RegisterReason.AccountExpired;
        var level = 0;
        for (var agent = Above(account, directory); agent is not null && level < MaxLevels; agent = Above(agent, directory), level++)
        {
            if (agent.Locked || IsOver(agent.ValidUntil, now)) return RegisterReason.AgentLocked;
        }
        return null;
    }

    private static Account? Above(Account account, Directory directory) =>
        account.Agent is { } agent ? directory.FindAccount(agent) : null;

    private static bool IsOver(DateTimeOffset? end, long now) => end is { } at && at.ToUnixTimeMilliseconds() <= now;
}
