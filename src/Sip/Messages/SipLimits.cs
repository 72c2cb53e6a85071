namespace Tandem.Sip.Messages;

/// <summary>How much of everything a message may bring. What is beyond a limit is refused by name, never cut.</summary>
public readonly record struct SipLimits()
{
    /// <summary>The limits of a switch that faces the open network.</summary>
    public static SipLimits Default { get; } = new();

    /// <summary>Bytes of a whole message, start line to body.</summary>
    public int MaxMessageLength { get; init; } = 65_535;

    /// <summary>Header field lines; at most <see cref="SipMessage.HeaderCapacity"/>.</summary>
    public int MaxHeaders { get; init; } = 128;

    /// <summary>Bytes of one header field, its folded lines included.</summary>
    public int MaxHeaderLength { get; init; } = 8_192;

    /// <summary>Bytes of the Request-URI.</summary>
    public int MaxUriLength { get; init; } = 2_048;

    /// <summary>Via values, one per hop.</summary>
    public int MaxVias { get; init; } = 70;

    /// <summary>Contact values.</summary>
    public int MaxContacts { get; init; } = 64;
}
