namespace Tandem.Sip.Messages;

/// <summary>One Via value: a hop that the message took. RFC 3261 §20.42, RFC 3581.</summary>
public readonly ref struct Via
{
    private readonly ViaParts _parts;

    internal Via(ReadOnlySpan<byte> text, scoped in ViaParts parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>The whole value.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The transport's name as written: UDP, TCP, TLS, WS, WSS or another token.</summary>
    public ReadOnlySpan<byte> Transport => _parts.Transport.Of(Text);

    /// <summary>The host of sent-by; an IPv6 reference with its brackets.</summary>
    public ReadOnlySpan<byte> Host => _parts.Host.Of(Text);

    /// <summary>The port of sent-by; 0 when absent.</summary>
    public ushort Port => _parts.Port;

    /// <summary>The branch; empty when absent, as with senders of RFC 2543.</summary>
    public ReadOnlySpan<byte> Branch => _parts.Branch.Of(Text);

    /// <summary>True when an rport parameter is there, with or without a value.</summary>
    public bool HasRport => _parts.HasRport;

    /// <summary>The value of rport; 0 when it has none.</summary>
    public ushort Rport => _parts.Rport;

    /// <summary>The received parameter as written; empty when absent. In a request it is the sender's word only.</summary>
    public ReadOnlySpan<byte> Received => _parts.Received.Of(Text);

    /// <summary>The maddr parameter; empty when absent.</summary>
    public ReadOnlySpan<byte> Maddr => _parts.Maddr.Of(Text);

    /// <summary>The parameters from the first semicolon on.</summary>
    public ReadOnlySpan<byte> Parameters => _parts.Parameters.Of(Text);

    /// <summary>Reads one Via value; false when it is not one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> item, out Via via)
    {
        var read = ViaParts.TryRead(item, out var parts);
        via = read ? new Via(item, in parts) : default;
        return read;
    }
}
