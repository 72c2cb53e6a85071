namespace Tandem.Switching.Records;

/// <summary>A record that the store has.</summary>
/// <param name="Number">Its number: from 1 on, without gaps, in the order of writing.</param>
/// <param name="Record">The record; the numbers as billed are those as received where the call got no further than the entry.</param>
public readonly record struct NumberedRecord(long Number, CallRecord Record);
