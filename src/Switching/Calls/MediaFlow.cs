namespace Tandem.Switching.Calls;

/// <summary>How media comes from somebody, by the session description that he sent.</summary>
internal enum MediaFlow : byte
{
    /// <summary>All the time, as voice does.</summary>
    Steady,
    /// <summary>When it is his turn, as with fax.</summary>
    InTurns,
    /// <summary>Not at all: he only listens, or has no stream.</summary>
    None,
}
