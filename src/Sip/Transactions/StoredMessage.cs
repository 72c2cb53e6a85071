namespace Tandem.Sip.Transactions;

/// <summary>A copy of a message in a place that a <see cref="MessagePool"/> lends, or nothing.</summary>
internal struct StoredMessage
{
    private byte[]? _place;
    private int _length;

    /// <summary>True when there is no message.</summary>
    public readonly bool IsEmpty => _length == 0;

    /// <summary>The message's bytes; empty when there is none.</summary>
    public readonly ReadOnlySpan<byte> Bytes => new(_place, 0, _length);

    /// <summary>The array whose first bytes the message is, for the parser; there must be a message.</summary>
    public readonly byte[] Place => _place!;

    /// <summary>Keeps a message in place of the one before.</summary>
    public void Keep(ReadOnlySpan<byte> message, MessagePool pool)
    {
        if (_place is null || _place.Length < message.Length)
        {
            Drop(pool);
            _place = pool.Rent(message.Length);
        }
        message.CopyTo(_place);
        _length = message.Length;
    }

    /// <summary>Forgets the message.</summary>
    public void Drop(MessagePool pool)
    {
        if (_place is not null) pool.Return(_place);
        this = default;
    }
}
