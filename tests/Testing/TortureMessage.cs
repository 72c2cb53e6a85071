using Tandem.Sip.Messages;

namespace Tandem.Testing;

/// <summary>A message of RFC 4475 or RFC 5118 and what must come of it.</summary>
/// <param name="Name">The RFC's name of the message.</param>
/// <param name="Bytes">The message as it is on the wire.</param>
/// <param name="Verdict">What the parser says.</param>
/// <param name="Answer">"normal", "silence", or the allowed status codes with "/" between them.</param>
/// <param name="Why">The section and the point of the message.</param>
public sealed record TortureMessage(string Name, byte[] Bytes, SipRejection Verdict, string Answer, string Why)
{
    /// <summary>True when the message must not be answered.</summary>
    public bool IsMetWithSilence => Answer == "silence";

    /// <summary>True when the message is treated like any well-formed message of its method.</summary>
    public bool IsNormal => Answer == "normal";

    /// <summary>The status codes one of which must be the answer; empty for a normal message and for silence.</summary>
    public IReadOnlyList<int> Statuses => IsNormal || IsMetWithSilence ? [] : [.. Answer.Split('/').Select(int.Parse)];
}
