namespace Tandem.Sip.Messages;

/// <summary>The CSeq header field: a sequence number and a method. RFC 3261 §20.16.</summary>
/// <param name="Number">The sequence number; any 32-bit number is read, §8.1.1.5 asks senders to stay below 2^31.</param>
/// <param name="Method">The method, <see cref="SipMethod.Unknown"/> for one this switch does not know.</param>
public readonly record struct CSeq(uint Number, SipMethod Method);
