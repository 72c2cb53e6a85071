namespace Tandem.Sip.Dialogs;

/// <summary>What we want of session timers (RFC 4028).</summary>
/// <param name="Interval">The session interval that we ask for, and the longest that we agree to, in seconds; <paramref name="MinSe"/> or more.</param>
/// <param name="MinSe">The least interval that we agree to, in seconds; 90 or more (§5).</param>
/// <param name="Segment">The part of the interval after which we refresh; 2 is half of it, as §7.2 recommends. 2 or more.</param>
public readonly record struct SessionTimerSettings(uint Interval, uint MinSe, uint Segment);
