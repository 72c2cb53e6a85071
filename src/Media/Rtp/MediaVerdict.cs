namespace Tandem.Media.Rtp;

/// <summary>Who of the two parties of a call was heard.</summary>
public enum MediaVerdict : byte
{
    /// <summary>Nobody sent media, or none was relayed.</summary>
    Silent = 0,
    /// <summary>Both sent.</summary>
    TwoWay,
    /// <summary>Only the caller sent: the callee could not be heard.</summary>
    CallerOnly,
    /// <summary>Only the callee sent: the caller could not be heard.</summary>
    CalleeOnly,
}
