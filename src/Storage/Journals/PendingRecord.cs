using Tandem.Switching.Records;

namespace Tandem.Storage.Journals;

/// <summary>A record on its way to the store.</summary>
/// <param name="Record">The record.</param>
/// <param name="Segment">The file that has it; null when it could not be written.</param>
/// <param name="End">Where it ends there.</param>
/// <param name="InMemory">Whether it takes room of the backlog.</param>
internal readonly record struct PendingRecord(CallRecord Record, CallJournalSegment? Segment, long End, bool InMemory);
