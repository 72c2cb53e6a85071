using System.Text;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Records;

namespace Tandem.Switching.Calls;

/// <summary>What records keep of messages, as text.</summary>
internal static class RecordedText
{
    private const int MaxUserAgent = 128;
    private const int MaxCallId = 256;

    /// <summary>The beginning of a text, at most so many bytes of it.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, int limit) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, limit)]);

    /// <summary>What the sender of a message says it is: User-Agent, or Server in an answer.</summary>
    public static string UserAgentOf(SipMessage message) =>
        Of(message.Has(HeaderName.UserAgent) ? message.First(HeaderName.UserAgent) : message.First(HeaderName.Server), MaxUserAgent);

    /// <summary>Who sent an INVITE.</summary>
    /// <param name="invite">The INVITE.</param>
    /// <param name="kind">What the sender is.</param>
    /// <param name="name">How it is known; "" = it is not.</param>
    /// <param name="remote">Where the INVITE came from.</param>
    public static CallParty PartyOf(SipMessage invite, PartyKind kind, string name, in IpEndpoint remote) =>
        new(kind, name, remote, default, "", UserAgentOf(invite), Of(invite.CallId, MaxCallId));
}
