namespace Tandem.Testing;

/// <summary>
/// Makes broken messages out of whole ones, always the same ones from the same seed. It knows nothing of SIP but the bytes
/// that parsers stumble over.
/// </summary>
/// <param name="corpus">The messages to start from; at least one.</param>
/// <param name="seed">Decides everything that comes.</param>
public sealed class SipMutator(IReadOnlyList<byte[]> corpus, int seed)
{
    /// <summary>The longest message that comes out.</summary>
    public const int MaxLength = 8192;

    private readonly Random _random = new(seed);
    private readonly byte[] _scratch = new byte[MaxLength];

    /// <summary>The bytes that mean something in a header, those at the ends of ranges, and two that are never text.</summary>
    public static ReadOnlySpan<byte> NastyBytes => "\0\t\n\r \"%,:;<=>@\\[\u007f"u8;

    private static ReadOnlySpan<byte> Pieces =>
        "\r\n|\r\n |\r\n\r\n|::|;;|,,|;tag=|%|%0|%00|\\\"|\"|<sip:|>|*|4294967296|-1|SIP/2.0|Via: |l: 9|Content-Length: 99999|[::|]|@@"u8;

    /// <summary>Writes the next message and returns its length.</summary>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    public int Next(byte[] to)
    {
        var start = corpus[_random.Next(corpus.Count)];
        var length = Math.Min(start.Length, MaxLength / 2);
        start.AsSpan(0, length).CopyTo(to);
        for (var rounds = _random.Next(1, 6); rounds > 0; rounds--) length = Mutate(to, length);
        return length;
    }

    private int Mutate(byte[] message, int length)
    {
        if (length < 2) return length;
        var at = _random.Next(length);
        switch (_random.Next(7))
        {
            case 0:
                message[at] = NastyBytes[_random.Next(NastyBytes.Length)];
                return length;
            case 1:
                message[at] = (byte)_random.Next(256);
                return length;
            case 2:
                return Replace(message, length, at, Math.Min(_random.Next(1, 20), length - at), []);
            case 3:
                return Replace(message, length, at, 0, RandomPiece());
            case 4:
                return Replace(message, length, at, Math.Min(_random.Next(1, 200), length - at), FromAnother());
            case 5:
                return Replace(message, length, at, 0, message.AsSpan(at, Math.Min(_random.Next(1, 300), length - at)));
            default:
                return _random.Next(4) == 0 ? at : Replace(message, length, at, 1, RandomPiece());
        }
    }

    private ReadOnlySpan<byte> RandomPiece()
    {
        var wanted = _random.Next(Pieces.Count((byte)'|') + 1);
        foreach (var piece in Pieces.Split((byte)'|'))
        {
            if (wanted-- == 0) return Pieces[piece];
        }
        return [];
    }

    private ReadOnlySpan<byte> FromAnother()
    {
        var other = corpus[_random.Next(corpus.Count)];
        var at = _random.Next(other.Length);
        return other.AsSpan(at, Math.Min(_random.Next(1, 200), other.Length - at));
    }

    private int Replace(byte[] message, int length, int at, int removed, ReadOnlySpan<byte> by)
    {
        var tail = message.AsSpan(at + removed, length - at - removed);
        if (at + by.Length + tail.Length > MaxLength) return length;
        // The piece may lie in the message itself, so the whole is put together beside it.
        by.CopyTo(_scratch.AsSpan(at));
        tail.CopyTo(_scratch.AsSpan(at + by.Length));
        _scratch.AsSpan(at, by.Length + tail.Length).CopyTo(message.AsSpan(at));
        return at + by.Length + tail.Length;
    }
}
