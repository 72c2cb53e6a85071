using System.ComponentModel;
using System.Text;
using Tandem.Switching.Tracing;

namespace Tandem.Api.Calls;

/// <summary>The SIP messages of a call.</summary>
/// <param name="Ladder">A drawing of them.</param>
/// <param name="Messages">The messages.</param>
public sealed record TraceView(
    [property: Description("The messages drawn as a ladder: a column for each address, an arrow for each message; times are UTC.")] string Ladder,
    [property: Description("The messages that are still kept, the oldest first.")] IReadOnlyList<TraceMessageView> Messages)
{
    internal static TraceView Of(IReadOnlyList<TracedMessage> messages) =>
        new(SipLadder.Draw(messages, TimeZoneInfo.Utc), [.. messages.Select(TraceMessageView.Of)]);
}

/// <summary>One SIP message of a call.</summary>
/// <param name="Time">When.</param>
/// <param name="Source">From where.</param>
/// <param name="Destination">To where.</param>
/// <param name="Transport">How.</param>
/// <param name="Text">What.</param>
public sealed record TraceMessageView(
    [property: Description("When it was received or sent.")] DateTimeOffset Time,
    [property: Description("Where it came from.")] string Source,
    [property: Description("Where it went.")] string Destination,
    [property: Description("udp, tcp, tls, ws or wss.")] string Transport,
    [property: Description("The whole message; bytes that are no UTF-8 are shown as replacement characters.")] string Text)
{
    internal static TraceMessageView Of(TracedMessage message) => new(DateTimeOffset.FromUnixTimeMilliseconds(message.Time), message.Source.ToString(),
        message.Destination.ToString(), message.Transport.ToString().ToLowerInvariant(), Encoding.UTF8.GetString(message.Bytes));
}
