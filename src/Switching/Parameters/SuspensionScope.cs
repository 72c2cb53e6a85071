namespace Tandem.Switching.Parameters;

/// <summary>Whom the suspension of an endpoint stops (SS_ENDPOINTREGISTERSUSPENDSCOPE).</summary>
public enum SuspensionScope : byte
{
    /// <summary>Everybody who registers as the endpoint, its owner too; the original's way.</summary>
    Endpoint = 0,
    /// <summary>The source that failed; once three sources fail, every source that is not known to be the owner's.</summary>
    Source = 1,
}
