using Tandem.Switching.Accounts;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>What a caller is told of a failure: the code that came, unless it speaks of the switch alone, or the caller's gateway has another for it.</summary>
internal static class CallerStatus
{
    /// <summary>The code for the caller.</summary>
    /// <param name="caller">Who is told.</param>
    /// <param name="status">The code that came, or that of the end reason; 0 = none.</param>
    public static int Of(Caller caller, int status)
    {
        var own = OfOurs(status);
        return caller.Gateway is { Calls: var calls } ? Replaced(calls, own) : own;
    }

    // RFC 3261 §16.7 has a proxy do the same: what a peer wants of us it does not want of our caller.
    private static int OfOurs(int status) => status switch
    {
        < 300 => 500,
        < 400 => 480, // nobody to redirect to: the Contact is not for the caller's eyes
        401 or 407 => 403,
        420 or 421 or 422 or 494 => 500, // about the extensions of our INVITE
        _ => status,
    };

    private static int Replaced(MappingCalls calls, int status)
    {
        foreach (var (from, to) in calls.FailureCodes)
        {
            if (from != 0 && from != status) continue;
            return to == 0 ? status : to;
        }
        return status;
    }
}
