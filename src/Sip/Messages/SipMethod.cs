namespace Tandem.Sip.Messages;

/// <summary>The methods this switch knows by name. Every other token is a method too: <see cref="Unknown"/>.</summary>
public enum SipMethod : byte
{
    /// <summary>An extension method; its name is in the message.</summary>
    Unknown,
    /// <summary>RFC 3261 §10.</summary>
    Register,
    /// <summary>RFC 3261 §11.</summary>
    Options,
    /// <summary>RFC 3261 §13.</summary>
    Invite,
    /// <summary>RFC 3261 §13.2.2.4; never answered.</summary>
    Ack,
    /// <summary>RFC 3261 §15.</summary>
    Bye,
    /// <summary>RFC 3261 §9.</summary>
    Cancel,
    /// <summary>RFC 6086.</summary>
    Info,
    /// <summary>RFC 3428.</summary>
    Message,
    /// <summary>RFC 6665.</summary>
    Notify,
    /// <summary>RFC 6665.</summary>
    Subscribe,
    /// <summary>RFC 3311.</summary>
    Update,
    /// <summary>RFC 3262.</summary>
    Prack,
    /// <summary>RFC 3515.</summary>
    Refer,
    /// <summary>RFC 3903.</summary>
    Publish,
}

/// <summary>Methods and their names on the wire.</summary>
public static class SipMethods
{
    /// <summary>The method of a name. Method names are case-sensitive (RFC 3261 §7.1).</summary>
    public static SipMethod Of(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return SipMethod.Unknown;
        var candidate = (name.Length, name[0]) switch
        {
            (8, (byte)'R') => SipMethod.Register,
            (7, (byte)'O') => SipMethod.Options,
            (6, (byte)'I') => SipMethod.Invite,
            (3, (byte)'A') => SipMethod.Ack,
            (3, (byte)'B') => SipMethod.Bye,
            (6, (byte)'C') => SipMethod.Cancel,
            (4, (byte)'I') => SipMethod.Info,
            (7, (byte)'M') => SipMethod.Message,
            (6, (byte)'N') => SipMethod.Notify,
            (9, (byte)'S') => SipMethod.Subscribe,
            (6, (byte)'U') => SipMethod.Update,
            (5, (byte)'P') => SipMethod.Prack,
            (5, (byte)'R') => SipMethod.Refer,
            (7, (byte)'P') => SipMethod.Publish,
            _ => SipMethod.Unknown,
        };
        return name.SequenceEqual(candidate.Name()) ? candidate : SipMethod.Unknown;
    }

    /// <summary>The name on the wire; empty for <see cref="SipMethod.Unknown"/>.</summary>
    public static ReadOnlySpan<byte> Name(this SipMethod method) => method switch
    {
        SipMethod.Register => "REGISTER"u8,
        SipMethod.Options => "OPTIONS"u8,
        SipMethod.Invite => "INVITE"u8,
        SipMethod.Ack => "ACK"u8,
        SipMethod.Bye => "BYE"u8,
        SipMethod.Cancel => "CANCEL"u8,
        SipMethod.Info => "INFO"u8,
        SipMethod.Message => "MESSAGE"u8,
        SipMethod.Notify => "NOTIFY"u8,
        SipMethod.Subscribe => "SUBSCRIBE"u8,
        SipMethod.Update => "UPDATE"u8,
        SipMethod.Prack => "PRACK"u8,
        SipMethod.Refer => "REFER"u8,
        SipMethod.Publish => "PUBLISH"u8,
        _ => [],
    };
}
