namespace Tandem.Switching.Routing;

/// <summary>What is looked at when a call is planned. The names stand in records as snake case.</summary>
public enum RouteStep : byte
{
    /// <summary>Locks, validity, account.</summary>
    CallerLock,
    /// <summary>The limit of call attempts.</summary>
    CallRate,
    /// <summary>Lines of the caller.</summary>
    CallerLines,
    /// <summary>Lines of a gateway group.</summary>
    GroupLines,
    /// <summary>The lengths of the numbers.</summary>
    NumberLength,
    /// <summary>The prefixes of the numbers.</summary>
    NumberPrefix,
    /// <summary>Number groups.</summary>
    NumberGroup,
    /// <summary>Dial rules on the caller's number.</summary>
    CallerRules,
    /// <summary>Dial rules on the called number.</summary>
    CalleeRules,
    /// <summary>The number-transform table.</summary>
    NumberTransform,
    /// <summary>What kind of destination the caller may reach.</summary>
    DestinationKind,
    /// <summary>The called phone and its locks.</summary>
    Phone,
    /// <summary>Who may call the phone.</summary>
    PhoneCallers,
    /// <summary>A forward.</summary>
    Forward,
    /// <summary>Do not disturb.</summary>
    DoNotDisturb,
    /// <summary>Lines of the called phone.</summary>
    PhoneLines,
    /// <summary>The bindings of the called phone.</summary>
    Contacts,
    /// <summary>The prefixes of the routing gateways.</summary>
    Prefix,
}

/// <summary>How a step came out.</summary>
public enum RouteOutcome : byte
{
    /// <summary>The call goes on.</summary>
    Passed,
    /// <summary>The call is refused, or this way of it is.</summary>
    Refused,
    /// <summary>A number was changed.</summary>
    Changed,
    /// <summary>The call waits for its turn.</summary>
    Paced,
    /// <summary>The call goes elsewhere.</summary>
    Forwarded,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Step">What.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Subject">Whose rule, list or limit, or the number that was changed; "" = none.</param>
/// <param name="Value">What it was held against, or what the number became; "" = none.</param>
/// <param name="Used">Lines or milliseconds; -1 = does not apply.</param>
/// <param name="Limit">The limit of <paramref name="Used"/>; -1 = does not apply.</param>
public readonly record struct RouteNote(RouteStep Step, RouteOutcome Outcome, string Subject = "", string Value = "", int Used = -1, int Limit = -1);
