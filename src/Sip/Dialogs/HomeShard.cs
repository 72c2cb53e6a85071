using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// Which shard a message belongs to by the <see cref="LocalId"/> it brings back to us: an answer by the branch of its topmost
/// Via, a request by the tag of its To, an INVITE that begins a dialog by that of the dialog whose place it takes (RFC 3891), or by
/// the tag of its From when it is one of ours that has come back, so that the shard that sent it knows it again. It reads the
/// header only as far as that field, before anything is parsed.
/// </summary>
public static class HomeShard
{
    /// <summary>No mark of ours: the message stays where it came in.</summary>
    public const int None = -1;

    // No shorter text has a start line and a field with a mark in it; keep-alives end here.
    private const int ShortestMarked = 40;

    /// <summary>The shard, 0–255, or <see cref="None"/>. What it says of bytes that are no message means nothing.</summary>
    public static int Of(ReadOnlySpan<byte> message)
    {
        if (message.Length < ShortestMarked) return None;
        // A REGISTER begins no dialog and outnumbers all else, so it is told by its first bytes.
        if (message.StartsWith("REGISTER"u8)) return None;
        // Line ends before a message are read over (RFC 3261 §7.5).
        if (message[0] is (byte)'\r' or (byte)'\n') return Of(message.TrimStart("\r\n"u8));
        return message.StartsWith("SIP/2.0 "u8) ? OfResponse(message) : OfRequest(message);
    }

    /// <summary>The branch of the topmost Via; empty when there is none. Read as far as <see cref="Of"/> reads.</summary>
    public static ReadOnlySpan<byte> BranchOf(ReadOnlySpan<byte> message)
    {
        var via = FirstValue(message, "via"u8, (byte)'v');
        var parameters = via.IndexOf((byte)';');
        return parameters >= 0 && Parameters.TryGet(via[parameters..], "branch"u8, out var branch) ? branch : [];
    }

    private static int OfResponse(ReadOnlySpan<byte> message) => LocalId.TryParseBranch(BranchOf(message), out var id) ? id.Shard : None;

    private static int OfRequest(ReadOnlySpan<byte> message)
    {
        var to = FirstValue(message, "to"u8, (byte)'t');
        if (to.IsEmpty) return None;
        if (TryReadTag(to, out var tag)) return OfTag(tag);
        var begins = message.StartsWith("INVITE "u8);
        if (begins && Replaces.TryParse(FirstValue(message, "replaces"u8, (byte)'r', hasCompact: false).Trim(" \t"u8), out var replaces))
            return OfTag(replaces.ToTag);
        return (begins || message.StartsWith("CANCEL "u8)) && TryReadTag(FirstValue(message, "from"u8, (byte)'f'), out tag) ? OfTag(tag) : None;
    }

    private static bool TryReadTag(ReadOnlySpan<byte> address, out ReadOnlySpan<byte> tag)
    {
        // A URI in brackets may have parameters of its own.
        var parameters = address[(address.LastIndexOf((byte)'>') + 1)..];
        var semicolon = parameters.IndexOf((byte)';');
        tag = default;
        return semicolon >= 0 && Parameters.TryGet(parameters[semicolon..], "tag"u8, out tag);
    }

    private static int OfTag(ReadOnlySpan<byte> tag) => LocalId.TryParseTag(tag, out var id) ? id.Shard : None;

    // The value of the first line of a name, folds included; empty when there is none.
    private static ReadOnlySpan<byte> FirstValue(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, byte initial, bool hasCompact = true)
    {
        while (true)
        {
            var lineEnd = message.IndexOf((byte)'\n');
            if (lineEnd < 0) return [];
            message = message[(lineEnd + 1)..];
            if (message.Length < 2 || message[0] == '\r') return [];
            if ((message[0] | 0x20) != initial) continue;
            var colon = message.IndexOf((byte)':');
            if (colon < 0) return [];
            var written = message[..colon].TrimEnd(" \t"u8);
            if ((hasCompact && written.Length == 1) || Grammar.EqualsIgnoreCase(written, name)) return Value(message[(colon + 1)..]);
        }
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> rest)
    {
        var end = 0;
        while (true)
        {
            var length = rest[end..].IndexOf("\r\n"u8);
            if (length < 0) return rest;
            end += length;
            if (end + 2 >= rest.Length || rest[end + 2] is not ((byte)' ' or (byte)'\t')) return rest[..end];
            end += 2;
        }
    }
}
