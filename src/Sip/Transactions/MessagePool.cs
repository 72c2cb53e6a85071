using System.Numerics;

namespace Tandem.Sip.Transactions;

/// <summary>
/// Lends the places of messages that are kept for as long as a transaction, and takes them back. Sizes are powers of two, so
/// that a place fits again. One thread; what comes back beyond the cap is left to the garbage collector.
/// </summary>
/// <param name="capacity">How many bytes of places that are not lent are kept at most.</param>
internal sealed class MessagePool(int capacity)
{
    private const int LeastBits = 9;
    private const int SizeCount = 8;

    private readonly Stack<byte[]>[] _spares = [.. Enumerable.Range(0, SizeCount).Select(_ => new Stack<byte[]>())];
    private int _spareBytes;

    /// <summary>How many places are lent.</summary>
    public int Lent { get; private set; }

    /// <summary>Lends a place of at least this length, 1–65,536 bytes.</summary>
    public byte[] Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 1 << (LeastBits + SizeCount - 1));
        Lent++;
        var size = SizeOf(length);
        if (!_spares[size].TryPop(out var place)) return GC.AllocateUninitializedArray<byte>(1 << (size + LeastBits));
        _spareBytes -= place.Length;
        return place;
    }

    /// <summary>Takes a place back.</summary>
    public void Return(byte[] place)
    {
        Lent--;
        if (_spareBytes + place.Length > capacity) return;
        _spareBytes += place.Length;
        _spares[SizeOf(place.Length)].Push(place);
    }

    private static int SizeOf(int length) => Math.Max(0, BitOperations.Log2((uint)length - 1) + 1 - LeastBits);
}
