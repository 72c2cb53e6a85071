namespace Tandem.Network.Signalling;

/// <summary>Why a connection ended or was not taken.</summary>
public enum ConnectionEnd
{
    /// <summary>It has not ended.</summary>
    None,
    /// <summary>The peer closed it or it broke.</summary>
    PeerClosed,
    /// <summary>We closed it: the switch decided so.</summary>
    Closed,
    /// <summary>Its listener was closed or the switch stops.</summary>
    ListenerClosed,
    /// <summary>No whole message came in time after it was accepted.</summary>
    FirstMessageTimeout,
    /// <summary>A message was begun and not finished in time.</summary>
    MessageTimeout,
    /// <summary>Nothing came for long.</summary>
    IdleTimeout,
    /// <summary>The peer does not read what we send.</summary>
    OutputFull,
    /// <summary>What came cannot be cut into messages (RFC 3261 §18.3): no length, a wrong one, or beyond a limit.</summary>
    BadFraming,
    /// <summary>The TLS handshake failed.</summary>
    HandshakeFailed,
    /// <summary>We could not open it.</summary>
    ConnectFailed,
    /// <summary>Opening it took us too long.</summary>
    ConnectTimeout,
    /// <summary>It made room for a new one: the table was full and it had been idle longest without a valid message.</summary>
    Evicted,
    /// <summary>Not taken: the table is full of connections in use.</summary>
    TooManyConnections,
    /// <summary>Not taken: its source has its share.</summary>
    TooManyFromSource,
}

/// <summary>The names of the reasons outside the program.</summary>
public static class ConnectionEnds
{
    /// <summary>The value of a metric's label: lower case with underscores.</summary>
    public static string MetricName(this ConnectionEnd end) => end switch
    {
        ConnectionEnd.None => "none",
        ConnectionEnd.PeerClosed => "peer_closed",
        ConnectionEnd.Closed => "closed",
        ConnectionEnd.ListenerClosed => "listener_closed",
        ConnectionEnd.FirstMessageTimeout => "first_message_timeout",
        ConnectionEnd.MessageTimeout => "message_timeout",
        ConnectionEnd.IdleTimeout => "idle_timeout",
        ConnectionEnd.OutputFull => "output_full",
        ConnectionEnd.BadFraming => "bad_framing",
        ConnectionEnd.HandshakeFailed => "handshake_failed",
        ConnectionEnd.ConnectFailed => "connect_failed",
        ConnectionEnd.ConnectTimeout => "connect_timeout",
        ConnectionEnd.Evicted => "evicted",
        ConnectionEnd.TooManyConnections => "too_many_connections",
        ConnectionEnd.TooManyFromSource => "too_many_from_source",
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "A reason without a name."),
    };
}
