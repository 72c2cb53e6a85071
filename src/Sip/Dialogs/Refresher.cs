namespace Tandem.Sip.Dialogs;

/// <summary>Who refreshes a session: which side of the request that carries or answers it (RFC 4028 §4).</summary>
public enum Refresher : byte
{
    /// <summary>Nothing is said.</summary>
    Unsaid,
    /// <summary>The side that sent the request.</summary>
    Uac,
    /// <summary>The side that answers it.</summary>
    Uas,
}
