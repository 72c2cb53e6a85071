using Microsoft.Win32.SafeHandles;

namespace Tandem.Storage.Journals;

/// <summary>
/// One file of a shard's call journal. The shard appends to it; the thread that writes records reads, syncs and deletes it.
/// The counts are changed under the journal's lock.
/// </summary>
internal sealed class CallJournalSegment : IDisposable
{
    /// <summary>What each file begins with: the name and the version of the format.</summary>
    public static ReadOnlySpan<byte> Head => "TandemC1"u8;

    private readonly FileStream _file;
    private long _length;
    private long _synced;

    /// <summary>Makes the file, for its owner alone.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public CallJournalSegment(string path, CallJournalOutlet outlet)
    {
        Outlet = outlet;
        Path = path;
        _file = OwnerOnly.Open(path, FileMode.CreateNew, FileShare.ReadWrite | FileShare.Delete);
        Append(Head);
        Advance(Head.Length);
    }

    /// <summary>The outlet of the journal that it is a part of.</summary>
    public CallJournalOutlet Outlet { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its name in the store's table of positions.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>How many bytes outlive the process.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>How many calls that go on have their latest whole record here.</summary>
    public int Open { get; set; }

    /// <summary>How many ends of calls stand here.</summary>
    public int Ended { get; set; }

    /// <summary>How many of them the store has.</summary>
    public int Stored { get; set; }

    /// <summary>True when nobody needs it any more.</summary>
    public bool IsSpent => Open == 0 && Stored == Ended;

    /// <summary>For reading it.</summary>
    public SafeFileHandle Handle => _file.SafeFileHandle;

    /// <summary>Writes whole entries behind the others with one write; they count when <see cref="Advance"/> says so.</summary>
    /// <exception cref="IOException">The disk is full or broken; what is here is as before.</exception>
    public void Append(ReadOnlySpan<byte> entries) => RandomAccess.Write(Handle, entries, _length);

    /// <summary>Counts what was appended.</summary>
    public void Advance(int bytes) => Volatile.Write(ref _length, _length + bytes);

    /// <summary>Makes what was appended survive a loss of power, when something was.</summary>
    public void Sync()
    {
        var length = Length;
        if (length == _synced) return;
        RandomAccess.FlushToDisk(Handle);
        _synced = length;
    }

    /// <summary>Closes the file and deletes it.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(Path);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
