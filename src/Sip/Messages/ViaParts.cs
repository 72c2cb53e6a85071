namespace Tandem.Sip.Messages;

/// <summary>
/// Where the parts of a Via value are in its text, so that a message can keep them and hand out a <see cref="Via"/>
/// without reading the text again. RFC 3261 §25.1 via-parm, RFC 3581.
/// </summary>
internal record struct ViaParts
{
    public Slice Transport { get; private set; }
    public Slice Host { get; private set; }
    public ushort Port { get; private set; }
    public Slice Parameters { get; private set; }
    public Slice Branch { get; private set; }
    public Slice Received { get; private set; }
    public Slice Maddr { get; private set; }
    public ushort Rport { get; private set; }

    /// <summary>The whole rport parameter from its semicolon on; empty when there is none.</summary>
    public Slice RportParameter { get; private set; }

    /// <summary>True when an rport parameter is there, with or without a value.</summary>
    public readonly bool HasRport => RportParameter.Length > 0;

    /// <summary>The whole received parameter from its semicolon on; empty when there is none.</summary>
    public Slice ReceivedParameter { get; private set; }

    /// <summary>
    /// Reads one Via value: sent-protocol LWS sent-by *( SEMI via-params ). Where only the parameters are wrong the host is
    /// there all the same, so that the request can be refused with an answer.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out ViaParts parts)
    {
        parts = default;
        if (!TrySkipProtocol(text, out var transport)) return false;
        var transportEnd = Grammar.SkipToken(text, transport);
        var host = Grammar.SkipLws(text, transportEnd);
        if (transportEnd == transport || host == transportEnd) return false;
        if (!HostPort.TryRead(text, host, out var hostPort)) return false;
        parts.Transport = Slice.Between(transport, transportEnd);
        parts.Host = hostPort.Host;
        parts.Port = hostPort.Port;
        parts.Parameters = Slice.Between(hostPort.End, text.Length);
        return TryReadParameters(text, ref parts);
    }

    // sent-protocol = protocol-name SLASH protocol-version SLASH transport; nearly always the first eight bytes below.
    private static bool TrySkipProtocol(ReadOnlySpan<byte> text, out int position)
    {
        position = 8;
        if (text.StartsWith("SIP/2.0/"u8)) return true;
        position = 0;
        return TrySkipTokenAndSlash(text, ref position) && TrySkipTokenAndSlash(text, ref position);
    }

    private static bool TrySkipTokenAndSlash(ReadOnlySpan<byte> text, ref int position)
    {
        var end = Grammar.SkipToken(text, position);
        var slash = Grammar.SkipLws(text, end);
        if (end == position || slash == text.Length || text[slash] != '/') return false;
        position = Grammar.SkipLws(text, slash + 1);
        return true;
    }

    private static bool TryReadParameters(ReadOnlySpan<byte> text, ref ViaParts parts)
    {
        var walk = new ParameterEnumerator(text, parts.Parameters.Offset);
        while (walk.MoveNext())
        {
            if (!TryKeep(in walk, ref parts)) return false;
        }
        return !walk.IsMalformed;
    }

    private static bool TryKeep(in ParameterEnumerator walk, ref ViaParts parts)
    {
        var name = walk.Name;
        switch (name.Length)
        {
            case 6 when Grammar.EqualsIgnoreCase(name, "branch"u8):
                if (parts.Branch.Length == 0) parts.Branch = walk.ValueSlice;
                return true;
            case 5 when Grammar.EqualsIgnoreCase(name, "rport"u8):
                // rport without a value asks for one (RFC 3581 §3); "rport=" is seen in the field and means the same.
                uint port = 0;
                if (!walk.Value.IsEmpty && !Grammar.TryReadNumber(walk.Value, ushort.MaxValue, out port)) return false;
                parts.Rport = (ushort)port;
                parts.RportParameter = walk.Whole;
                return true;
            case 5 when Grammar.EqualsIgnoreCase(name, "maddr"u8):
                parts.Maddr = walk.ValueSlice;
                return true;
            case 8 when Grammar.EqualsIgnoreCase(name, "received"u8):
                parts.Received = walk.ValueSlice;
                parts.ReceivedParameter = walk.Whole;
                return true;
            default:
                return true;
        }
    }
}
