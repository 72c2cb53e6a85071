namespace Tandem.Switching.Gateways;

/// <summary>How long each stage of an attempt may last, in seconds, before it is given up; 0 = the system's parameter SS_SIP_TIMEOUT_….</summary>
/// <param name="Invite">Until any answer.</param>
/// <param name="Trying">From 100 Trying to further progress.</param>
/// <param name="Progress">From 183 without SDP.</param>
/// <param name="ProgressSdp">From 183 with SDP.</param>
/// <param name="Ringing">From 180.</param>
public readonly record struct StageTimeouts(int Invite, int Trying, int Progress, int ProgressSdp, int Ringing);
