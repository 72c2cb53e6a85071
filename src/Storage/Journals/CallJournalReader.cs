using Microsoft.Win32.SafeHandles;

namespace Tandem.Storage.Journals;

/// <summary>Reads entries of a journal file one after the other and ends at the first that is not whole: a torn tail.</summary>
/// <param name="file">The file.</param>
/// <param name="from">Where the first entry begins.</param>
/// <param name="to">Where to end at the latest.</param>
internal sealed class CallJournalReader(SafeFileHandle file, long from, long to)
{
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;

    /// <summary>Where the entry read last ends.</summary>
    public long Position { get; private set; } = from;

    /// <summary>Reads the next entry.</summary>
    /// <exception cref="InvalidDataException">It is sound and yet none of ours.</exception>
    public bool Read(out CallEntry entry)
    {
        var length = CallEntry.LengthOf(_buffer.AsSpan(_start, _end - _start));
        while (length == 0 && Fill()) length = CallEntry.LengthOf(_buffer.AsSpan(_start, _end - _start));
        if (length == 0)
        {
            entry = default;
            return false;
        }
        entry = CallEntry.Read(_buffer.AsSpan(_start, length));
        _start += length;
        Position += length;
        return true;
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            if (_end > CallEntry.MaxLength) return false;
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var at = Position + _end;
        var most = (int)Math.Min(_buffer.Length - _end, to - at);
        var read = most <= 0 ? 0 : RandomAccess.Read(file, _buffer.AsSpan(_end, most), at);
        _end += read;
        return read > 0;
    }
}
