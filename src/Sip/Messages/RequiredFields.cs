namespace Tandem.Sip.Messages;

/// <summary>
/// Reads the header fields that every message has: Via, From, To, Call-ID, CSeq (RFC 3261 §8.1.1). All are read even after
/// one is found wrong, because the answer repeats the others.
/// </summary>
internal static class RequiredFields
{
    /// <summary>Reads them into the message and returns the first thing wrong.</summary>
    public static SipRejection Read(SipMessage message, in SipLimits limits)
    {
        var via = ReadTopVia(message);
        var from = ReadFrom(message);
        var to = ReadTo(message);
        var callId = ReadCallId(message);
        var cseq = ReadCSeq(message);
        if (via != SipRejection.None) return via;
        if (from != SipRejection.None) return from;
        if (to != SipRejection.None) return to;
        if (callId != SipRejection.None) return callId;
        return cseq != SipRejection.None ? cseq : CheckCounts(message, in limits);
    }

    private static SipRejection ReadTopVia(SipMessage message)
    {
        if (!message.Has(HeaderName.Via)) return SipRejection.MissingVia;
        var line = message.First(HeaderName.Via);
        var comma = HeaderValues.ItemEnd(line);
        var length = Grammar.TrimEnd(line, 0, comma);
        var wellFormed = ViaParts.TryRead(line[..length], out var parts);
        if (parts.Host.Length > 0) message.SetTopVia(length, in parts);
        return wellFormed ? SipRejection.None : SipRejection.BadVia;
    }

    private static SipRejection ReadFrom(SipMessage message)
    {
        if (!message.Has(HeaderName.From)) return SipRejection.MissingFrom;
        if (!TryReadAddress(message.First(HeaderName.From), out var parts, out var tag)) return SipRejection.BadFrom;
        message.SetFrom(in parts, tag);
        return SipRejection.None;
    }

    private static SipRejection ReadTo(SipMessage message)
    {
        if (!message.Has(HeaderName.To)) return SipRejection.MissingTo;
        if (!TryReadAddress(message.First(HeaderName.To), out var parts, out var tag)) return SipRejection.BadTo;
        message.SetTo(in parts, tag);
        return SipRejection.None;
    }

    private static bool TryReadAddress(ReadOnlySpan<byte> value, out NameAddressParts parts, out Slice tag)
    {
        tag = default;
        if (!NameAddressParts.TryRead(value, out parts)) return false;
        var walk = new ParameterEnumerator(value, parts.Parameters.Offset);
        while (walk.MoveNext())
        {
            if (tag.Length == 0 && Grammar.EqualsIgnoreCase(walk.Name, "tag"u8)) tag = walk.ValueSlice;
        }
        return !walk.IsMalformed;
    }

    private static SipRejection ReadCallId(SipMessage message)
    {
        if (!message.Has(HeaderName.CallId)) return SipRejection.MissingCallId;
        var value = message.First(HeaderName.CallId);
        if (value.IsEmpty || value.ContainsAny((byte)' ', (byte)'\t', (byte)'\r')) return SipRejection.BadCallId;
        message.SetCallId();
        return SipRejection.None;
    }

    // CSeq = 1*DIGIT LWS Method
    private static SipRejection ReadCSeq(SipMessage message)
    {
        if (!message.Has(HeaderName.CSeq)) return SipRejection.MissingCSeq;
        var value = message.First(HeaderName.CSeq);
        var digits = value.IndexOfAny((byte)' ', (byte)'\t', (byte)'\r');
        if (digits <= 0 || !Grammar.TryReadNumber(value[..digits], uint.MaxValue, out var number)) return SipRejection.BadCSeq;
        var method = Slice.Between(Grammar.SkipLws(value, digits), value.Length);
        var matches = message.IsRequest && message.MethodName.SequenceEqual(method.Of(value));
        if (!matches && !Grammar.IsToken(method.Of(value))) return SipRejection.BadCSeq;
        message.SetCSeq(number, method);
        return matches || !message.IsRequest ? SipRejection.None : SipRejection.CSeqMethodMismatch;
    }

    private static SipRejection CheckCounts(SipMessage message, in SipLimits limits)
    {
        // There are never more values than lines and commas together, and hardly ever so many that counting is worth it.
        var atMost = message.HeaderCount + message.Bytes.Count((byte)',');
        if (atMost <= Math.Min(limits.MaxVias, limits.MaxContacts)) return SipRejection.None;
        if (message.Values(HeaderName.Via).Count() > limits.MaxVias) return SipRejection.TooManyVias;
        return message.Values(HeaderName.Contact).Count() > limits.MaxContacts ? SipRejection.TooManyContacts : SipRejection.None;
    }
}
