using Tandem.Sip.Flows;
using Tandem.Switching.Calls;

namespace Tandem.Switching.Records;

/// <summary>Unanswered calls of one minute, one source and one cause, counted in place of their single records.</summary>
/// <param name="Minute">The minute, in minutes since the Unix epoch.</param>
/// <param name="Source">The address they came from, port 0; default = further sources of a minute that had too many.</param>
/// <param name="Reason">Why they ended.</param>
/// <param name="Calls">How many.</param>
/// <param name="FirstAt">When the first ended.</param>
/// <param name="LastAt">When the last ended.</param>
/// <param name="Numbers">Called numbers that were seen, with blanks between; the first of them only.</param>
public sealed record CallSummary(long Minute, IpEndpoint Source, CallEndReason Reason, long Calls, long FirstAt, long LastAt, string Numbers);
