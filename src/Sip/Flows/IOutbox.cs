namespace Tandem.Sip.Flows;

/// <summary>
/// Where a pure machine writes the messages that the edge is to send. A message is written in place into the send buffer:
/// reserve, write, send. One message is open at a time; a reservation that is not sent is simply reserved again.
/// </summary>
public interface IOutbox
{
    /// <summary>Lends the space of the next message. It is at least <see cref="MaxMessageLength"/> bytes long.</summary>
    Span<byte> Reserve(in Flow flow);

    /// <summary>Sends the first <paramref name="length"/> bytes of the space lent last to the flow's remote address.</summary>
    void Send(in Flow flow, int length);

    /// <summary>The longest message that can be sent: a UDP datagram's greatest payload, 65,507 bytes, rounded down.</summary>
    const int MaxMessageLength = 65_000;
}
