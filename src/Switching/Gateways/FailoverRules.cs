using System.Collections.Immutable;

namespace Tandem.Switching.Gateways;

/// <summary>When a call that failed at this gateway may go on to the next one; null = as the system's parameter says. Immutable.</summary>
public sealed record FailoverRules
{
    /// <summary>The rules that leave everything to the parameters.</summary>
    public static readonly FailoverRules System = new();

    /// <summary>After it rang (18x).</summary>
    public bool? AfterRinging { get; init; }

    /// <summary>After it sent SDP (SS_SIP_STOP_SWITCH_AFTER_SDP).</summary>
    public bool? AfterSdp { get; init; }

    /// <summary>After its media was seen (SS_GATEWAY_SWITCH_STOP_AFTER_RTP_START).</summary>
    public bool? AfterMedia { get; init; }

    /// <summary>After 486 or 600 (SS_GATEWAY_SWITCH_STOP_AFTER_USER_BUSY).</summary>
    public bool? AfterBusy { get; init; }

    /// <summary>The final codes after which the next gateway is tried besides 408, 5xx and 6xx other than 603; 300–699.</summary>
    public ImmutableArray<int> SwitchCodes { get; init; } = [401, 402, 403, 404, 407, 480];

    /// <summary>The final codes after which no other gateway is tried, 300–699.</summary>
    public ImmutableArray<int> StopCodes { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(FailoverRules? other) => other is not null && AfterRinging == other.AfterRinging && AfterSdp == other.AfterSdp
        && AfterMedia == other.AfterMedia && AfterBusy == other.AfterBusy && SwitchCodes.AsSpan().SequenceEqual(other.SwitchCodes.AsSpan())
        && StopCodes.AsSpan().SequenceEqual(other.StopCodes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(AfterRinging, AfterSdp, AfterMedia, AfterBusy, StopCodes.Length);
}
