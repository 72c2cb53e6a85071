using Tandem.Sip.Messages;

namespace Tandem.Testing;

/// <summary>
/// What this switch answers to a torture message: the verdict of its file, seen by a switch that knows no one and no
/// call, and asks for credentials.
/// </summary>
public static class TortureAnswers
{
    /// <summary>The status codes one of which must be the answer; empty = silence.</summary>
    public static IReadOnlyList<int> Expected(TortureMessage torture)
    {
        if (torture.IsMetWithSilence) return [];
        if (torture.Verdict != SipRejection.None) return torture.Statuses;
        var message = new SipMessage();
        SipParser.Parse(torture.Bytes, 0, torture.Bytes.Length, message, SipLimits.Default);
        return message.Method switch
        {
            SipMethod.Register => torture.IsNormal ? [401] : torture.Statuses,
            SipMethod.Options => torture.IsNormal ? [200] : torture.Statuses,
            SipMethod.Ack => [],
            SipMethod.Unknown => torture.Statuses,
            // A new call is asked for credentials before anything in it is looked at.
            SipMethod.Invite when message.ToTag.IsEmpty => [401],
            SipMethod.Invite or SipMethod.Cancel or SipMethod.Bye or SipMethod.Prack or SipMethod.Update or SipMethod.Info or SipMethod.Refer => [481],
            // The method is looked at before headers and bodies are (RFC 3261 §8.2.1).
            _ => [405],
        };
    }
}
