using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>The RSeq header field (RFC 3262 §7.1): the number of a reliable provisional answer, from 1 on.</summary>
public static class RSeq
{
    /// <summary>Reads the header field; false when it is absent, malformed or 0.</summary>
    public static bool TryRead(SipMessage response, out uint number) =>
        Grammar.TryReadNumber(response.First(HeaderName.RSeq), uint.MaxValue, out number) && number > 0;
}
