namespace Tandem.Media.Sdp;

/// <summary>Which ways the side that wrote the description wants a stream to flow (RFC 8866 §6.7).</summary>
public enum MediaDirection : byte
{
    /// <summary>sendrecv, also when nothing is said.</summary>
    SendReceive = 0,
    /// <summary>sendonly.</summary>
    SendOnly,
    /// <summary>recvonly.</summary>
    ReceiveOnly,
    /// <summary>inactive.</summary>
    Inactive,
}
