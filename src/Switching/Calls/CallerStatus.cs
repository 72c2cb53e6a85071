using Tandem.Switching.Accounts;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>The code that a caller is told of a failure.</summary>
internal static class CallerStatus
{
    /// <summary>The code as the caller's gateway wants to have it.</summary>
    /// <param name="caller">Who is told.</param>
    /// <param name="status">The code; 0 when the end reason has none, since it ends answered calls only.</param>
    public static int For(Caller caller, int status)
    {
        if (status < 300) status = 500;
        return caller.Gateway is { Calls: var calls } ? Replaced(calls, status) : status;
    }

    /// <summary>The code that a callee's code is passed on as: what a peer wants of us it does not want of our caller (RFC 3261 §16.7).</summary>
    public static int OfCallee(int status) => status switch
    {
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
