namespace Tandem.Network.Relay;

/// <summary>What one relay thread has counted. Written by it alone, read by anybody a moment late.</summary>
internal sealed class RelayCounters
{
    /// <summary>Datagrams sent on to the other side.</summary>
    internal long Relayed;
    /// <summary>Datagrams from elsewhere, refused.</summary>
    internal long Refused;
    /// <summary>Datagrams that came to a port nobody has: late ones of a call that is over.</summary>
    internal long Late;
    /// <summary>Datagrams that had nowhere to go: the other side has not said where it wants them.</summary>
    internal long Homeless;
    /// <summary>Datagrams beyond what one side may have relayed in a second.</summary>
    internal long Excess;
    /// <summary>Datagrams that the system did not send.</summary>
    internal long SendErrors;
    /// <summary>Datagrams dropped because of a fault of ours.</summary>
    internal long Faults;
    /// <summary>Managed memory that the thread has allocated, in bytes.</summary>
    internal long AllocatedBytes;
}
