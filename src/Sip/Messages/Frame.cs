namespace Tandem.Sip.Messages;

/// <summary>What a <see cref="SipStreamFramer"/> found at the front of a stream.</summary>
public enum FrameKind : byte
{
    /// <summary>Not enough bytes yet.</summary>
    Incomplete,
    /// <summary>A whole message.</summary>
    Message,
    /// <summary>CRLF CRLF, which asks for a CRLF in return (RFC 5626 §3.5.1).</summary>
    Ping,
    /// <summary>No end of the message can be found; the stream is of no more use (RFC 3261 §18.3).</summary>
    Broken,
}

/// <summary>A piece at the front of the unread bytes of a stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where the message begins in the unread bytes, after any line ends before it.</param>
/// <param name="Length">
/// The message's length. Of a broken stream the length of the header that broke it, fit to be parsed and answered before the
/// connection is closed; 0 when not even that is known.
/// </param>
/// <param name="Consumed">How many unread bytes are done with; they are gone from the next call on.</param>
/// <param name="Rejection">Why the stream is broken.</param>
public readonly record struct Frame(FrameKind Kind, int Offset, int Length, int Consumed, SipRejection Rejection = SipRejection.None);
