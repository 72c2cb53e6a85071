namespace Tandem.Sip.Digest;

/// <summary>
/// The last HA2 of one algorithm: nearly all phones of a switch register with the same method and uri, so that its hash
/// is there already. Nothing in it is secret.
/// </summary>
internal sealed class LastHa2
{
    private const int MaxLength = 256;

    private readonly byte[] _input = new byte[MaxLength];
    private readonly byte[] _hex = new byte[DigestAlgorithms.MaxHexLength];
    private int _methodLength;
    private int _length;

    /// <summary>Copies the HA2 to <paramref name="hex"/> when it is of this method and uri.</summary>
    public bool TryGet(ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri, Span<byte> hex)
    {
        if (_length == 0 || method.Length + uri.Length != _length) return false;
        if (!_input.AsSpan(0, _methodLength).SequenceEqual(method)) return false;
        if (!_input.AsSpan(_methodLength, uri.Length).SequenceEqual(uri)) return false;
        _hex.AsSpan(0, hex.Length).CopyTo(hex);
        return true;
    }

    /// <summary>Remembers an HA2 in place of the last one, unless method and uri are unusually long.</summary>
    public void Set(ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> hex)
    {
        if (method.Length + uri.Length > MaxLength) return;
        method.CopyTo(_input);
        uri.CopyTo(_input.AsSpan(method.Length));
        hex.CopyTo(_hex);
        _methodLength = method.Length;
        _length = method.Length + uri.Length;
    }
}
