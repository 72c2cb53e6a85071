using Tandem.Switching.Records;

namespace Tandem.Storage.Journals;

/// <summary>What one turn of a shard has brought to its journal.</summary>
/// <param name="Segment">The file it went to; null when there is none.</param>
/// <param name="Length">How many bytes were written there; 0 when the disk did not take them.</param>
/// <param name="Ended">The calls that ended, and where in the turn each entry ends.</param>
/// <param name="Opened">How many calls have their whole record in the turn.</param>
/// <param name="Released">For each call that is told of in a later file now, or is over, the file that no longer need hold it.</param>
internal readonly record struct CallJournalTurn(
    CallJournalSegment? Segment, int Length, List<(CallRecord Record, int End)> Ended, int Opened, List<CallJournalSegment> Released);
