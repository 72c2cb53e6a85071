using Tandem.Sip.Digest;
using Tandem.Sip.Messages;
using Tandem.Switching.Authentication;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Calls;

/// <summary>What the switch shows a carrier that asks who it is (RFC 3261 §22): the gateway's user and password.</summary>
internal static class PeerCredentials
{
    /// <summary>Adds the answer to a challenge to what the leg's requests carry; false when there is none.</summary>
    /// <param name="secrets">Opens the gateway's password.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="response">The 401 or 407.</param>
    /// <param name="mayRepeat">Whether a challenge that follows credentials may be answered even when they were not merely stale.</param>
    public static bool TryTake(DigestSecrets secrets, CallLeg leg, SipMessage response, bool mayRepeat)
    {
        if (response.StatusCode is not (401 or 407)) return false;
        var gateway = leg.Attempt is { } running ? running.Attempt.Gateway : leg.Caller?.Carrier;
        if (gateway is null || secrets.PasswordOf(gateway) is not { } password) return false;
        if (DigestAnswer.To(response, UserOf(gateway), password) is not { } answer) return false;
        var before = leg.Credentials.FindIndex(known => known.IsForProxy == answer.IsForProxy);
        // Asked again, and not for a new nonce only: the password is wrong.
        if (before >= 0 && !answer.IsStale && !mayRepeat) return false;
        if (before >= 0) leg.Credentials.RemoveAt(before);
        leg.Credentials.Add(answer);
        return true;
    }

    private static string UserOf(RoutingGateway gateway)
    {
        if (gateway.AuthenticationUser.Length > 0) return gateway.AuthenticationUser;
        if (gateway.Registration is not { } registration) return gateway.Name;
        return registration.AuthenticationUser.Length > 0 ? registration.AuthenticationUser : registration.User;
    }
}
