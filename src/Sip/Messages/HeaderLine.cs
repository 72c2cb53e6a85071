namespace Tandem.Sip.Messages;

/// <summary>One header field line of a message: its name and value as slices of the buffer.</summary>
internal readonly record struct HeaderLine(HeaderName Name, Slice NameText, Slice Value);
